import type { Clock } from '#lib/clock.ts';
import { staleAfterIntervals } from '#lib/derive/freshness.ts';
import { isFindingCode } from '#lib/findings/finding.ts';
import { judgeVm } from '#lib/findings/judge-vm.ts';
import type { Logger } from '#lib/log.ts';
import type { Exposition } from '#lib/metrics/exposition.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Store, StoredScrape } from '#lib/store/store.ts';
import { CalmClocks } from './calm-clocks.ts';
import { clocksTouched } from './clock-links.ts';
import type { PairDiff } from './diff-readings.ts';
import { vmEntry } from './exposition-entry.ts';
import { findingDefinitions, toFindingCountSamples, toFindingSamples } from './finding-samples.ts';
import type { FleetMemory } from './fleet-memory.ts';
import { type FindingChanges, HeldFindings } from './held-findings.ts';
import { joinFacts } from './joined-facts.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { OwnerIndex } from './owner-index.ts';

export interface JudgeOptions {
  readonly store: Pick<Store, 'commitFindings' | 'listFindings'>;
  readonly memory: FleetMemory;
  /** Must be up to date with memory when a tick is judged. */
  readonly owners: Pick<OwnerIndex, 'hostsOf' | 'ownerOf'>;
  readonly exposition: Pick<Exposition, 'set'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<OwnMetrics, 'observeCommit' | 'countFault'>;
}

/** What of a tick's diff tells which VMs to look at. */
type TickDiff = Pick<PairDiff, 'collector' | 'changed' | 'removed'> &
  Partial<Pick<PairDiff, 'hostChanged'>> & { readonly scrape: Pick<StoredScrape, 'failures'> };

/**
 * A VM that no host lists keeps its findings for this many intervals of the host that had it: hosts are read in turn, so one that
 * moves can be nowhere for an interval.
 */
const goneIntervals = 1.5;

/**
 * Judges VMs after each tick and keeps store, memory and metrics of the findings in step: first the store, then the rest. Only VMs
 * whose readings changed are looked at, those about which something was undecided, and those that stand on another host too where
 * this one goes away or comes back. Rounds follow one another, so that two hosts of one VM never judge it at once.
 */
export class FindingJudge {
  readonly #options: JudgeOptions;
  readonly #calm: CalmClocks;
  readonly #held = new HeldFindings();
  /** VMs to look at again at the next tick of any of their hosts. */
  readonly #pending = new Set<VmId>();
  readonly #failures = new Map<string, number>();
  /** VMs with findings that no host lists: whose they were, and since when. */
  readonly #gone = new Map<VmId, { readonly host: string; readonly at: number }>();
  /** The names that stand in the series, for a VM that nobody owns in the middle of a move. */
  readonly #names = new Map<VmId, string>();
  #loaded = false;
  #judged = 0;
  #rounds: Promise<void> = Promise.resolve();

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#calm = new CalmClocks(options.memory, options.owners);
  }

  /** How many times a VM was judged since the start, to see what a tick costs. */
  get judged(): number {
    return this.#judged;
  }

  /**
   * Call when the targets in memory are others than before, and before their first tick: takes up what the store holds, drops what
   * belongs to no target any more, and has everything judged anew. Throws where the store fails.
   */
  targetsChanged(): Promise<void> {
    return this.#inTurn(async () => {
      const at = this.#options.clock.now();
      await this.#load();
      for (const { pairs } of this.#options.memory.values()) {
        for (const vmId of pairs.get('vm')?.vms.keys() ?? []) this.#pending.add(vmId);
      }
      const changes: FindingChanges = { upserts: [], cleared: [] };
      for (const vmId of this.#held.vmIds()) {
        const finding = this.#held.newestOf(vmId);
        if (this.#options.owners.hostsOf(vmId).size > 0 || finding === undefined) continue;
        if (this.#options.memory.has(finding.host)) this.#noteGone(vmId, finding.host, at);
        else changes.cleared.push(...this.#clearAll(vmId));
      }
      await this.#commit(changes, at);
    });
  }

  /** Judges what a committed tick of a host may have changed. Memory must hold the tick. Never rejects. */
  judgeTick(host: string, diffs: readonly TickDiff[]): Promise<void> {
    return this.#inTurn(async () => {
      const at = this.#options.clock.now();
      const vmIds = this.#concerned(host, diffs);
      const changes: FindingChanges = { upserts: [], cleared: [] };
      try {
        await this.#load();
        for (const vmId of vmIds) this.#judgeOne(vmId, at, changes);
        if (diffs.some(({ collector, scrape }) => collector === 'vm' && scrape.failures === 0))
          this.#expireGone(host, at, changes);
        await this.#commit(changes, at);
        for (const vmId of vmIds) this.#publish(vmId);
      } catch (error) {
        // The next tick tries again with what then is.
        for (const vmId of vmIds) this.#pending.add(vmId);
        this.#options.log.error({ host, err: error }, 'findings could not be stored, those before stay in force');
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
    const { store } = this.#options;
    const stored = await store.listFindings();
    // A rule that this version does not have can never clear what it found.
    const unknown = stored.filter(({ code }) => !isFindingCode(code));
    if (unknown.length > 0) await store.commitFindings({ upserts: [], cleared: unknown, at: this.#options.clock.now() });
    for (const { revision: _, ...finding } of stored) if (isFindingCode(finding.code)) this.#held.put(finding);
    this.#loaded = true;
    for (const vmId of this.#held.vmIds()) this.#publish(vmId);
    this.#publishCounts();
  }

  #concerned(host: string, diffs: readonly TickDiff[]): ReadonlySet<VmId> {
    const held = this.#options.memory.get(host);
    const known = held?.pairs.get('vm')?.vms ?? new Map<VmId, unknown>();
    const concerned = new Set<VmId>();
    for (const diff of diffs) {
      const { collector, changed, removed, scrape } = diff;
      for (const vmId of held === undefined ? [] : clocksTouched(held, diff)) {
        if (collector !== 'clock' || !this.#calm.staysCalm(vmId, host)) concerned.add(vmId);
      }
      for (const vmId of changed.keys()) concerned.add(vmId);
      for (const vmId of removed) concerned.add(vmId);
      if (collector !== 'vm' || !this.#noteFailures(host, scrape.failures)) continue;
      // Their owner may have moved with it. What is frozen is undecided, and as it was once it is read again.
      for (const vmId of known.keys()) if (this.#options.owners.hostsOf(vmId).size > 1) concerned.add(vmId);
    }
    if (this.#pending.size > 0) for (const vmId of known.keys()) if (this.#pending.has(vmId)) concerned.add(vmId);
    return concerned;
  }

  /** Returns whether the owner of a VM may move by it. */
  #noteFailures(host: string, failures: number): boolean {
    const level = Math.min(failures, staleAfterIntervals);
    if ((this.#failures.get(host) ?? 0) === level) return false;
    this.#failures.set(host, level);
    return true;
  }

  #judgeOne(vmId: VmId, at: number, changes: FindingChanges): void {
    const { memory, owners, metrics, log } = this.#options;
    this.#judged += 1;
    this.#pending.delete(vmId);
    const joined = joinFacts(memory, owners, vmId);
    this.#calm.note(vmId, joined);
    if (joined === undefined) {
      const finding = this.#held.newestOf(vmId);
      if (finding !== undefined) this.#noteGone(vmId, finding.host, at);
      return;
    }
    this.#gone.delete(vmId);
    try {
      const judgement = judgeVm(joined.facts, joined.awaited);
      if (judgement.undecided.length > 0) this.#pending.add(vmId);
      const { upserts, cleared } = this.#held.compare(vmId, joined.facts.host, judgement, at);
      changes.upserts.push(...upserts);
      changes.cleared.push(...cleared);
    } catch (error) {
      // A rule must not throw: a fault of ours, which costs only this VM its verdict.
      metrics.countFault('judge');
      log.error({ vmId, err: error }, 'a rule of the findings failed');
    }
  }

  #noteGone(vmId: VmId, host: string, at: number): void {
    if (!this.#gone.has(vmId)) this.#gone.set(vmId, { host, at });
  }

  #expireGone(host: string, at: number, changes: FindingChanges): void {
    const intervalSeconds = this.#options.memory.get(host)?.pairs.get('vm')?.scrape?.intervalSeconds ?? 0;
    const before = at - goneIntervals * intervalSeconds * 1_000;
    for (const [vmId, gone] of this.#gone) {
      if (gone.host === host && gone.at <= before) changes.cleared.push(...this.#clearAll(vmId));
    }
  }

  #clearAll(vmId: VmId): FindingChanges['cleared'] {
    return [...this.#held.of(vmId).keys()].map((code) => ({ vmId, code }));
  }

  async #commit({ upserts, cleared }: FindingChanges, at: number): Promise<void> {
    if (upserts.length === 0 && cleared.length === 0) return;
    const { store, clock, log, metrics } = this.#options;
    const startedAt = clock.monotonic();
    try {
      await store.commitFindings({ upserts, cleared, at });
    } catch (error) {
      metrics.observeCommit(false, clock.monotonic() - startedAt);
      throw error;
    }
    metrics.observeCommit(true, clock.monotonic() - startedAt);
    for (const one of cleared) {
      this.#held.remove(one);
      if (this.#held.of(one.vmId).size === 0) this.#gone.delete(one.vmId);
      log.info({ vmId: one.vmId, code: one.code, to: 'cleared' }, 'finding changed');
      this.#publish(one.vmId);
    }
    for (const finding of upserts) {
      const { vmId, code, severity, host } = finding;
      if (!this.#held.of(vmId).has(code)) log.info({ vmId, code, to: 'found', severity, host }, 'finding changed');
      this.#held.put(finding);
      this.#publish(vmId);
    }
    this.#publishCounts();
  }

  #publish(vmId: VmId): void {
    const held = this.#held.of(vmId);
    // Nothing is found and nothing stands in the series: most VMs, at most times.
    if (held.size === 0 && !this.#names.has(vmId)) return;
    const name = this.#options.owners.ownerOf(vmId)?.name ?? this.#names.get(vmId) ?? vmId;
    if (held.size === 0) this.#names.delete(vmId);
    else this.#names.set(vmId, name);
    const samples = toFindingSamples({ vmId, name }, held.values());
    this.#options.exposition.set(vmEntry(vmId), vmFamily, samples);
  }

  #publishCounts(): void {
    this.#options.exposition.set(
      fleetEntry,
      fleetFamily,
      toFindingCountSamples((code) => this.#held.count(code)),
    );
  }
}

const [vmDefinition, fleetDefinition] = findingDefinitions;
const vmFamily = [vmDefinition.name];
const fleetFamily = [fleetDefinition.name];
const fleetEntry = 'findings';
