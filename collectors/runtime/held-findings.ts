import { type Finding, findingCodes } from '#lib/findings/finding.ts';
import type { Judgement } from '#lib/findings/judge-vm.ts';
import type { Json } from '#lib/model/json.ts';
import { sameReading } from '#lib/model/same-reading.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { FindingsCommit, StoredFinding } from '#lib/store/store.ts';

/** A finding that holds: exactly what the store has acknowledged. */
export type HeldFinding = Omit<StoredFinding, 'revision'>;

/** What a round of judging changes; nothing is changed yet. */
export interface FindingChanges {
  readonly upserts: HeldFinding[];
  readonly cleared: FindingsCommit['cleared'][number][];
}

/** The findings that hold, by VM and code. */
export class HeldFindings {
  readonly #byVm = new Map<VmId, Map<string, HeldFinding>>();
  readonly #counts = new Map<string, number>();
  /** When something was first found that the store has not taken yet, so that a store in trouble moves no `since`. */
  readonly #firstFound = new Map<string, number>();

  vmIds(): Iterable<VmId> {
    return this.#byVm.keys();
  }

  of(vmId: VmId): ReadonlyMap<string, HeldFinding> {
    return this.#byVm.get(vmId) ?? none;
  }

  /** The finding with the latest `since`, by code where several have it: its host is the last that is known to have had the VM. */
  newestOf(vmId: VmId): HeldFinding | undefined {
    return [...this.of(vmId).values()].toSorted((a, b) => b.since - a.since || (a.code < b.code ? -1 : 1))[0];
  }

  /** How many VMs have it. */
  count(code: string): number {
    return this.#counts.get(code) ?? 0;
  }

  put(finding: HeldFinding): void {
    const codes = this.#byVm.get(finding.vmId) ?? new Map<string, HeldFinding>();
    this.#byVm.set(finding.vmId, codes);
    if (!codes.has(finding.code)) this.#counts.set(finding.code, this.count(finding.code) + 1);
    codes.set(finding.code, finding);
    this.#firstFound.delete(keyOf(finding));
  }

  remove({ vmId, code }: FindingsCommit['cleared'][number]): void {
    const codes = this.#byVm.get(vmId);
    if (codes?.delete(code) !== true) return;
    this.#counts.set(code, this.count(code) - 1);
    if (codes.size === 0) this.#byVm.delete(vmId);
  }

  /**
   * Compares a judgement with what is held. What is undecided stays as it is; what holds keeps its `since`.
   * @param at when this round was judged, UTC milliseconds
   */
  compare(vmId: VmId, host: string, { findings, undecided }: Judgement, at: number): FindingChanges {
    const held = this.of(vmId);
    const open = new Set<string>([...findings.map(({ code }) => code), ...undecided]);
    const cleared = [...held.keys()].filter((code) => !open.has(code)).map((code) => ({ vmId, code }));
    if (this.#firstFound.size > 0)
      for (const code of findingCodes) if (!open.has(code)) this.#firstFound.delete(keyOf({ vmId, code }));
    const upserts = findings.flatMap((finding) => {
      const before = held.get(finding.code);
      const next = { ...toHeld(finding, host), since: before?.since ?? this.#sinceOf(finding, at) };
      return before !== undefined && sameReading(before, next) ? [] : [next];
    });
    return { upserts, cleared };
  }

  #sinceOf(finding: Finding, at: number): number {
    const since = this.#firstFound.get(keyOf(finding)) ?? at;
    this.#firstFound.set(keyOf(finding), since);
    return since;
  }
}

const none: ReadonlyMap<string, HeldFinding> = new Map();
const keyOf = ({ vmId, code }: { readonly vmId: VmId; readonly code: string }): string => `${vmId} ${code}`;

function toHeld({ vmId, code, severity, evidence, cause, fixes }: Finding, host: string): Omit<HeldFinding, 'since'> {
  // Messages and commands are plain objects of strings and numbers, so they are JSON.
  return { vmId, code, severity, host, finding: { evidence, cause, fixes } as unknown as Json };
}
