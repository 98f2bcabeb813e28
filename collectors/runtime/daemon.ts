import type { Server } from 'node:http';
import type { PlanConfig } from '#lib/config/host-settings.ts';
import type { Target } from '#lib/config/schema.ts';
import { Exposition } from '#lib/metrics/exposition.ts';
import { SampleWatch } from '#lib/metrics/sample-watch.ts';
import { decideShardCount } from '#lib/metrics/shard.ts';
import type { Sample } from '#lib/series/sample.ts';
import { type ActiveTarget, sameTarget, toTiming } from './active-target.ts';
import { createClockSamples, type DerivedSamples } from './clock-samples.ts';
import type { DaemonOptions } from './daemon-options.ts';
import { createExporterServer } from './exporter-server.ts';
import { slotOfEntry } from './exposition-entry.ts';
import type { FleetMemory, PairMemory } from './fleet-memory.ts';
import { FindingJudge } from './judge.ts';
import { HostFindingJudge } from './judge-hosts.ts';
import { LatenessWatch } from './lateness-watch.ts';
import { loadMemory } from './load-memory.ts';
import { createOutOfReach, type OutOfReach } from './out-of-reach.ts';
import { createOwnMetrics, type OwnMetrics } from './own-metrics.ts';
import { OwnerIndex } from './owner-index.ts';
import { createPlaceOf } from './place-of.ts';
import { PlacementWatch } from './placements.ts';
import { planScrapes } from './plan-scrapes.ts';
import { exposedDefinitions, ReadingPublisher } from './publish-readings.ts';
import type { Readiness } from './readiness.ts';
import { HistoryRecorder, type HistoryRecorderOptions } from './record-history.ts';
import { runTick } from './run-tick.ts';
import { HostScheduler } from './schedule-hosts.ts';
import { toStoredTarget, toTransportTarget } from './to-target.ts';
import { Turns } from './turns.ts';

/** Hosts with a call under way at once: each call holds a session and its records. */
const defaultMaxInFlight = 256;

/** Polls the targets, keeps store, memory and exposition in step, and owns the HTTP server, which the caller lets listen. */
export class Daemon {
  readonly server: Server;
  readonly metrics: OwnMetrics;
  readonly exposition: Exposition;
  readonly #options: DaemonOptions;
  readonly #memory: FleetMemory = new Map();
  readonly #active = new Map<string, ActiveTarget>();
  readonly #owners = new OwnerIndex(this.#memory);
  /** Where the subject of an alert is at this moment. */
  readonly placeOf = createPlaceOf(this.#active, this.#owners);
  readonly #publisher: ReadingPublisher;
  readonly #derived: DerivedSamples;
  readonly #watch: SampleWatch;
  /** Whether a series is absent only because nobody could look. */
  readonly isOutOfReach: OutOfReach;
  readonly #judge: FindingJudge;
  readonly #hostJudge: HostFindingJudge;
  readonly #placements: PlacementWatch;
  readonly #scheduler: HostScheduler;
  readonly #waitingForFirst = new Set<string>();
  readonly #turns: Pick<Turns, 'next'>;
  readonly #lateness: LatenessWatch;
  #targetsLoaded = false;
  #storeWritable = true;
  #shardCount = 1;
  #applying: Promise<void> = Promise.resolve();

  constructor(options: DaemonOptions) {
    const { clock, log, registry } = options;
    this.#options = options;
    this.#turns = options.turns ?? new Turns();
    this.#watch = new SampleWatch(options.watched ?? []);
    this.exposition = new Exposition({
      watch: this.#watch,
      definitions: exposedDefinitions,
      monotonic: () => clock.monotonic(),
      slotOf: slotOfEntry,
    });
    this.metrics = createOwnMetrics({
      hostsInFlight: () => this.#scheduler.inFlight,
      stretch: () => this.#lateness.factor,
      targets: () => this.#active.size,
      work: () => this.exposition.work,
    });
    this.#derived = createClockSamples(this.#memory, this.#owners);
    this.#publisher = new ReadingPublisher({
      derived: this.#derived,
      exposition: this.exposition,
      memory: this.#memory,
      owners: this.#owners,
      registry,
      clock,
      onFault: this.#onSamplesFault('samples could not be made'),
    });
    this.isOutOfReach = createOutOfReach({
      registry,
      derived: this.#derived,
      memory: this.#memory,
      owners: this.#owners,
      publisher: this.#publisher,
    });
    const { exposition, metrics } = this;
    const judging = { store: options.store, clock, log, memory: this.#memory, owners: this.#owners, exposition, metrics };
    this.#judge = new FindingJudge(judging);
    this.#hostJudge = new HostFindingJudge(judging);
    this.#placements = new PlacementWatch(judging);
    this.#lateness = new LatenessWatch({
      clock,
      log,
      settled: () => this.#targetsLoaded && this.#waitingForFirst.size === 0,
      onTick: this.metrics.observeLateness,
    });
    this.#scheduler = this.#createScheduler();
    this.server = createExporterServer({
      ...options,
      sources: { exposition, publisher: this.#publisher, own: metrics },
      readiness: () => this.readiness(),
      shardCount: () => this.#decideShardCount(),
    });
  }

  readiness(): Readiness {
    const waitingFor = this.#waitingForFirst.size;
    return { targetsLoaded: this.#targetsLoaded, waitingFor, storeWritable: this.#storeWritable };
  }

  /** The series that each watched metric has at this moment. */
  currentSamples(): (metric: string) => Iterable<Sample> {
    this.#publisher.expire();
    return (metric) => this.#watch.samplesOf(metric);
  }

  /** Gives samples of these metrics from now on, beside those of the option `watched`; those that are there already among them. */
  watch(metrics: Iterable<string>): void {
    this.#watch.use([...(this.#options.watched ?? []), ...metrics], (metric) => this.exposition.entriesOf(metric));
  }

  #decideShardCount(): number {
    this.#shardCount = decideShardCount(this.exposition.work.bytes, this.#shardCount);
    return this.#shardCount;
  }

  /**
   * Polls exactly these targets from now on. Unchanged ones go on undisturbed; changed and new ones begin with what the store knows of
   * them. Throws where the store fails; then what can go on as before does.
   */
  apply(config: PlanConfig, targets: readonly Target[]): Promise<void> {
    const applied = this.#applying.then(() => this.#apply(config, targets));
    this.#applying = applied.catch(() => undefined);
    return applied;
  }

  /** Ends all calls, waits for writes under way, and stops answering. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    await this.#scheduler.stop();
    this.server.closeAllConnections();
    if (this.server.listening) await closed;
  }

  async #apply(config: PlanConfig, targets: readonly Target[]): Promise<void> {
    const { registry, store, log } = this.#options;
    const wanted = new Map(targets.map((target) => [target.name, { target, plans: planScrapes(registry, config, target) }]));
    const gone = [...this.#active].filter(([name, active]) => !sameTarget(active, wanted.get(name)));
    await Promise.all(gone.map(([name]) => this.#scheduler.remove(name)));
    try {
      await store.replaceTargets([...wanted.values()].map(({ target }) => toStoredTarget(target)));
      for (const [name] of gone) this.#forget(name);
      const fresh = [...wanted].filter(([name]) => !this.#active.has(name));
      await this.#load(fresh);
      await this.#judge.targetsChanged();
      await this.#hostJudge.targetsChanged();
      log.info({ targets: wanted.size, added: fresh.length, removed: gone.length }, 'targets loaded');
      this.#targetsLoaded = true;
    } finally {
      // Also after a failure: whatever is still in force goes on.
      for (const [name, { plans }] of this.#active) this.#scheduler.add(name, plans.map(toTiming), this.#active.size);
    }
  }

  async #load(fresh: readonly (readonly [string, ActiveTarget])[]): Promise<void> {
    const loading = await loadMemory(new Map(fresh.map(([name, { plans }]) => [name, plans])), this.#options, this.#turns);
    for (const [name, active] of fresh) {
      await this.#turns.next();
      const host = loading.get(name);
      if (host === undefined) continue;
      this.#memory.set(name, host);
      this.#active.set(name, active);
      if (active.plans.length > 0) this.#waitingForFirst.add(name);
      this.#publisher.publishLoaded(name);
    }
    this.#placements.noteLoaded(fresh.map(([name]) => name));
  }

  #forget(name: string): void {
    const pairs = this.#memory.get(name)?.pairs ?? new Map<string, PairMemory>();
    this.#active.delete(name);
    this.#memory.delete(name);
    this.#waitingForFirst.delete(name);
    this.#publisher.removeHost(name, pairs);
    this.#placements.forget(name);
  }

  #createRecorder(sink: HistoryRecorderOptions['sink']): HistoryRecorder {
    const [onFault, { log }] = [this.#onSamplesFault('samples could not be recorded'), this.#options];
    return new HistoryRecorder({ sink, log, memory: this.#memory, owners: this.#owners, derived: this.#derived, onFault });
  }

  #onSamplesFault(message: string) {
    return (host: string, collector: string, error: unknown) => {
      this.metrics.countFault('samples');
      this.#options.log.error({ host, collector, err: error }, message);
    };
  }

  #createScheduler(): HostScheduler {
    const { clock, log, store, history, maxInFlight = defaultMaxInFlight } = this.#options;
    const deps = {
      clock,
      turns: this.#turns,
      log,
      store,
      memory: this.#memory,
      publisher: this.#publisher,
      judge: this.#judge,
      hostJudge: this.#hostJudge,
      placements: this.#placements,
      history: history === undefined ? undefined : this.#createRecorder(history),
      metrics: this.metrics,
      onCommit: (_host: string, succeeded: boolean) => {
        this.#storeWritable = succeeded;
      },
    };
    return new HostScheduler({
      clock,
      maxInFlight,
      lateness: this.#lateness,
      onFault: (host, error) => {
        this.metrics.countFault('call');
        log.error({ host, err: error }, 'call failed in an unknown way');
      },
      runCall: async (host, pairs, settle, signal) => {
        const active = this.#active.get(host);
        if (active === undefined) return;
        const transport = this.#options.transportOf(active.target.transport);
        try {
          await runTick(deps, { transport, target: toTransportTarget(active.target), pairs, settle, signal });
        } finally {
          if (!signal.aborted) this.#waitingForFirst.delete(host);
        }
      },
    });
  }
}
