import type { Json } from '#lib/model/json.ts';
import type { Outcome } from '#lib/model/outcome.ts';
import type { VmId } from '#lib/model/vm-id.ts';

/** A configured host, as the collectors publish it for the app. */
export interface StoredTarget {
  readonly host: string;
  readonly transport: string;
  readonly address: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** The last scrape of one collector on one host. Times are UTC milliseconds. */
export interface StoredScrape {
  readonly host: string;
  readonly collector: string;
  readonly outcome: Outcome;
  /** One sentence; absent for `ok`. May hold text from the host: escape on output. */
  readonly reason: string | undefined;
  readonly finishedAt: number;
  readonly durationMs: number;
  /** When a reading last came; a reading's age is counted from here. */
  readonly lastReadingAt: number | undefined;
  /** Consecutive scrapes without a reading. */
  readonly failures: number;
  readonly nextRunAt: number;
  /** The interval in force (doubled under load or by back-off). */
  readonly intervalSeconds: number;
  readonly frameBytes: number;
}

/** A reading as stored: of the host (`vmId` undefined) or of one VM. `revision` moves only when the content changes. */
export interface StoredReading {
  readonly host: string;
  readonly collector: string;
  readonly vmId: VmId | undefined;
  readonly reading: Json;
  readonly changedAt: number;
  readonly revision: number;
}

export interface StoredChange {
  readonly id: number;
  readonly at: number;
  readonly host: string;
  readonly collector: string;
  readonly vmId: VmId;
  readonly what: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Something that happened once, on a host or in a VM: an event of the host's log, a job that was seen, a change that hvitals noticed. */
export interface StoredEvent {
  readonly id: number;
  readonly host: string;
  /** The collector that told it. */
  readonly collector: string;
  /** Unique per host and collector: the same thing told twice is kept once, as it was told first. */
  readonly key: string;
  readonly vmId: VmId | undefined;
  /** A kind of lib/model/fleet-event.ts, kept as text: another version may know others. */
  readonly kind: string;
  readonly severity: string;
  /** When it happened by the clock of the host, UTC milliseconds. */
  readonly at: number;
  /** When hvitals took it up by its own clock, UTC milliseconds. */
  readonly seenAt: number;
  /** Facts of this kind. May hold text of guests and hosts: escape on output. */
  readonly detail: Json;
}

/** Which events to list; absent parts restrict nothing. */
export interface EventFilter {
  readonly host?: string;
  readonly vmId?: VmId;
  readonly kinds?: readonly string[];
  readonly severities?: readonly string[];
  /** Of `at`: from (inclusive) to (exclusive), UTC milliseconds. */
  readonly from?: number;
  readonly to?: number;
  /** Only what is older than this place in the order, for the next page. */
  readonly before?: { readonly at: number; readonly id: number };
  /** Only what was taken up later than the event of this id, whenever it happened. */
  readonly after?: number;
  readonly limit: number;
}

/** A finding that holds. `revision` moves only when the content changes; `since` never moves while the finding holds. */
export interface StoredFinding {
  readonly vmId: VmId;
  /** A code of lib/findings, kept as text: another version may know others. */
  readonly code: string;
  readonly severity: string;
  /** The host whose readings prove it. */
  readonly host: string;
  /** When it was first found without a break since, UTC milliseconds. */
  readonly since: number;
  /** The whole finding as judged: evidence, cause, fixes. May hold guest-controlled text: escape on output. */
  readonly finding: Json;
  readonly revision: number;
}

/** A finding about a host itself that holds; otherwise as `StoredFinding`. */
export interface StoredHostFinding {
  readonly host: string;
  /** A code of lib/findings, kept as text: another version may know others. */
  readonly code: string;
  readonly severity: string;
  readonly since: number;
  readonly finding: Json;
  readonly revision: number;
}

/** As `FindingsCommit`, of findings about hosts. */
export interface HostFindingsCommit {
  readonly upserts: readonly Omit<StoredHostFinding, 'revision'>[];
  readonly cleared: readonly { readonly host: string; readonly code: string }[];
  readonly at: number;
}

/** What a round of judging changed, in one transaction; clears come before upserts. */
export interface FindingsCommit {
  /** `since` counts for a finding that does not hold yet; one that does keeps its own. */
  readonly upserts: readonly Omit<StoredFinding, 'revision'>[];
  readonly cleared: readonly { readonly vmId: VmId; readonly code: string }[];
  readonly at: number;
}

/** Everything that one tick of one host writes, in one transaction. Unchanged readings are not part of it. */
export interface TickCommit {
  readonly host: string;
  readonly scrapes: readonly Omit<StoredScrape, 'host'>[];
  readonly upserts: readonly { readonly collector: string; readonly vmId: VmId | undefined; readonly reading: Json }[];
  readonly removals: readonly { readonly collector: string; readonly vmId: VmId | undefined }[];
  readonly changes: readonly Omit<StoredChange, 'id' | 'host'>[];
  readonly states: readonly { readonly collector: string; readonly state: Json }[];
  /** What is stored already, by host, collector and key, is left as it is. */
  readonly events: readonly Omit<StoredEvent, 'id' | 'host'>[];
  readonly at: number;
}

export interface RevisionDelta {
  readonly revision: number;
  /** True where the store no longer knows what was removed since then: read everything anew. */
  readonly reset: boolean;
  readonly readings: readonly StoredReading[];
  readonly removed: readonly { readonly host: string; readonly collector: string; readonly vmId: VmId | undefined }[];
  readonly scrapes: readonly StoredScrape[];
  readonly targets: readonly StoredTarget[];
  readonly removedTargets: readonly string[];
  readonly findings: readonly StoredFinding[];
  readonly clearedFindings: readonly { readonly vmId: VmId; readonly code: string }[];
  readonly hostFindings: readonly StoredHostFinding[];
  readonly clearedHostFindings: readonly { readonly host: string; readonly code: string }[];
  /** New ones, oldest id first. After a reset: none, the store may hold very many. */
  readonly events: readonly StoredEvent[];
}

/** The port between the two programs. One contract suite runs on each implementation. */
export interface Store {
  /** Makes the target list equal to this one; a target that is gone takes its scrapes, readings, states and own findings along. */
  replaceTargets(targets: readonly StoredTarget[]): Promise<void>;
  /** Writes one tick. Resolves with the revision once it is durable: from then on it survives a kill -9. */
  commitTick(tick: TickCommit): Promise<number>;
  /** Writes what changed in the findings. Resolves with the revision once it is durable. Unchanged ones move nothing. */
  commitFindings(commit: FindingsCommit): Promise<number>;
  /** The same for findings about hosts. */
  commitHostFindings(commit: HostFindingsCommit): Promise<number>;

  /** Writes events that no tick brought, as `TickCommit.events`. Resolves with the revision once it is durable. */
  commitEvents(events: readonly Omit<StoredEvent, 'id'>[]): Promise<number>;

  listTargets(): Promise<readonly StoredTarget[]>;
  listScrapes(filter?: { readonly host?: string }): Promise<readonly StoredScrape[]>;
  listReadings(filter?: {
    readonly host?: string;
    readonly vmId?: VmId;
    readonly collector?: string;
  }): Promise<readonly StoredReading[]>;
  listStates(): Promise<readonly { readonly host: string; readonly collector: string; readonly state: Json }[]>;
  /** Newest first. */
  listChanges(filter: { readonly vmId?: VmId; readonly host?: string; readonly limit: number }): Promise<readonly StoredChange[]>;

  /** Newest first by `at`, then `id`. */
  listEvents(filter: EventFilter): Promise<readonly StoredEvent[]>;
  /** Id of the event that was taken up last, 0 where there are none. Later ones have higher ids. */
  lastEventId(): Promise<number>;

  /** By VM id, then code. */
  listFindings(filter?: { readonly vmId?: VmId; readonly code?: string }): Promise<readonly StoredFinding[]>;

  /** By host, then code. */
  listHostFindings(filter?: { readonly host?: string }): Promise<readonly StoredHostFinding[]>;

  /** The newest revision. */
  revision(): Promise<number>;
  /** All that changed after `revision`. */
  readSince(revision: number): Promise<RevisionDelta>;
  /** Drops changes, events and tombstones older than `before` (UTC milliseconds). */
  prune(before: number): Promise<void>;
  close(): Promise<void>;
}
