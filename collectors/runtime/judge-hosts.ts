import type { Clock } from '#lib/clock.ts';
import { type HostFinding, isHostFindingCode } from '#lib/findings/host-finding.ts';
import { type HostJudgement, judgeHost } from '#lib/findings/judge-host.ts';
import type { Logger } from '#lib/log.ts';
import type { Exposition } from '#lib/metrics/exposition.ts';
import type { Json } from '#lib/model/json.ts';
import { sameReading } from '#lib/model/same-reading.ts';
import type { HostFindingsCommit, Store, StoredHostFinding } from '#lib/store/store.ts';
import { clockFollowers } from './clock-links.ts';
import { hostEntry } from './exposition-entry.ts';
import { hostFindingFamilies, toHostFindingSamples } from './finding-samples.ts';
import type { FleetMemory } from './fleet-memory.ts';
import { joinHostFacts } from './joined-facts.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { OwnerIndex } from './owner-index.ts';

export interface HostJudgeOptions {
  readonly store: Pick<Store, 'commitHostFindings' | 'listHostFindings'>;
  readonly memory: FleetMemory;
  readonly owners: Pick<OwnerIndex, 'ownerOf'>;
  readonly exposition: Pick<Exposition, 'set'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<OwnMetrics, 'observeCommit' | 'countFault'>;
}

type HeldHostFinding = Omit<StoredHostFinding, 'revision'>;
interface Changes {
  readonly upserts: HeldHostFinding[];
  readonly cleared: HostFindingsCommit['cleared'][number][];
}

/** Collectors whose readings the rules about a host look at. */
const judgedCollectors: ReadonlySet<string> = new Set(['clock']);

/** Judges hosts after each tick that read something about the host itself, and keeps store and metrics of the findings in step. */
export class HostFindingJudge {
  readonly #options: HostJudgeOptions;
  /** Exactly what the store has acknowledged: host, then code. */
  readonly #held = new Map<string, Map<string, HeldHostFinding>>();
  #loaded = false;
  #rounds: Promise<void> = Promise.resolve();

  constructor(options: HostJudgeOptions) {
    this.#options = options;
  }

  /** Call when the targets in memory are others than before: takes up what the store holds. Throws where the store fails. */
  targetsChanged(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#load();
      const { memory } = this.#options;
      // The store has dropped these with their targets.
      for (const host of [...this.#held.keys()]) if (!memory.has(host)) this.#forget(host);
      const changes: Changes = { upserts: [], cleared: [] };
      for (const host of memory.keys()) this.#judgeOne(host, changes);
      await this.#commit(changes);
    });
  }

  /** Judges a host after a committed tick. Memory must hold the tick. Never rejects: what failed is tried at the next tick. */
  judgeTick(host: string, diffs: readonly { readonly collector: string }[]): Promise<void> {
    if (!diffs.some(({ collector }) => judgedCollectors.has(collector))) return Promise.resolve();
    return this.#inTurn(async () => {
      try {
        await this.#load();
        const changes: Changes = { upserts: [], cleared: [] };
        this.#judgeOne(host, changes);
        await this.#commit(changes);
      } catch (error) {
        this.#options.log.error({ host, err: error }, 'findings about a host could not be stored, those before stay in force');
      }
    });
  }

  async #inTurn(round: () => Promise<void>): Promise<void> {
    const done = this.#rounds.then(round);
    this.#rounds = done.catch(() => undefined);
    return done;
  }

  async #load(): Promise<void> {
    if (this.#loaded) return;
    const { store, clock } = this.#options;
    const stored = await store.listHostFindings();
    // A rule that this version does not have can never clear what it found.
    const unknown = stored.filter(({ code }) => !isHostFindingCode(code));
    if (unknown.length > 0) await store.commitHostFindings({ upserts: [], cleared: unknown, at: clock.now() });
    for (const { revision: _, ...finding } of stored) if (isHostFindingCode(finding.code)) this.#put(finding);
    this.#loaded = true;
    for (const host of this.#held.keys()) this.#publish(host);
  }

  #judgeOne(host: string, changes: Changes): void {
    const { memory, owners, clock, metrics, log } = this.#options;
    const held = memory.get(host);
    if (held === undefined) return;
    try {
      const judgement = judgeHost(joinHostFacts(host, held), { clockFollowers: clockFollowers(memory, owners, host) });
      this.#compare(host, judgement, clock.now(), changes);
    } catch (error) {
      metrics.countFault('judge');
      log.error({ host, err: error }, 'a rule of the findings about hosts failed');
    }
  }

  #compare(host: string, { findings, undecided }: HostJudgement, at: number, changes: Changes): void {
    const held = this.#held.get(host) ?? new Map<string, HeldHostFinding>();
    const open = new Set<string>([...findings.map(({ code }) => code), ...undecided]);
    for (const code of held.keys()) if (!open.has(code)) changes.cleared.push({ host, code });
    for (const finding of findings) {
      const before = held.get(finding.code);
      const next = toHeld(finding, before?.since ?? at);
      if (before === undefined || !sameReading(before, next)) changes.upserts.push(next);
    }
  }

  async #commit({ upserts, cleared }: Changes): Promise<void> {
    if (upserts.length === 0 && cleared.length === 0) return;
    const { store, clock, log, metrics } = this.#options;
    const startedAt = clock.monotonic();
    try {
      await store.commitHostFindings({ upserts, cleared, at: clock.now() });
    } catch (error) {
      metrics.observeCommit(false, clock.monotonic() - startedAt);
      throw error;
    }
    metrics.observeCommit(true, clock.monotonic() - startedAt);
    for (const { host, code } of cleared) {
      this.#held.get(host)?.delete(code);
      log.info({ host, code, to: 'cleared' }, 'host finding changed');
      this.#publish(host);
    }
    for (const finding of upserts) {
      const { host, code, severity } = finding;
      if (this.#held.get(host)?.has(code) !== true) log.info({ host, code, to: 'found', severity }, 'host finding changed');
      this.#put(finding);
      this.#publish(host);
    }
  }

  #put(finding: HeldHostFinding): void {
    const codes = this.#held.get(finding.host) ?? new Map<string, HeldHostFinding>();
    this.#held.set(finding.host, codes.set(finding.code, finding));
  }

  #forget(host: string): void {
    this.#held.delete(host);
    this.#publish(host);
  }

  #publish(host: string): void {
    const held = this.#held.get(host)?.values() ?? [];
    this.#options.exposition.set(hostEntry(host), hostFindingFamilies, toHostFindingSamples(held));
  }
}

function toHeld({ host, code, severity, evidence, cause, fixes }: HostFinding, since: number): HeldHostFinding {
  // Messages and commands are plain objects of strings and numbers, so they are JSON.
  return { host, code, severity, since, finding: { evidence, cause, fixes } as unknown as Json };
}
