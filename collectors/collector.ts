import type { ZodType } from 'zod';
import type { HostSettings } from '#lib/config/host-settings.ts';
import type { MetricDefinition } from '#lib/metrics/metric-definition.ts';
import type { FleetEventDetail, FleetEventKind, FleetEventSeverity } from '#lib/model/fleet-event.ts';
import type { Json } from '#lib/model/json.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Sample } from '#lib/series/sample.ts';

/** What a parser may know besides the data: no clock, environment, store or other collector. */
export interface ParseContext<VmReading, State> {
  /** When the host made the record, UTC milliseconds of the host's clock. */
  readonly hostTime: number;
  /** When the record arrived, UTC milliseconds of this machine's clock. */
  readonly now: number;
  /** The collector's own saved state for this host (hashes, bookmarks); undefined at first. */
  readonly state: State | undefined;
  /** This collector's readings of this host from the scrape before. */
  readonly previous: ReadonlyMap<VmId, VmReading>;
}

/** Something that changed in a VM and is worth a line of history. Text is guest-controlled. */
export interface Change {
  readonly vmId: VmId;
  /** What changed, such as `kvp.intrinsic.NetworkAddressIPv4`. */
  readonly what: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Something that happened once. Told again under the same key it changes nothing. */
export interface CollectorEvent {
  /** Unique per host and collector, such as `<channel> <record id> <time>`. */
  readonly key: string;
  /** Undefined: it is about the host. */
  readonly vmId: VmId | undefined;
  readonly kind: FleetEventKind;
  readonly severity: FleetEventSeverity;
  /** By the clock of the host, UTC milliseconds. */
  readonly at: number;
  readonly detail: FleetEventDetail;
}

export type ParseResult<HostReading, VmReading, State> =
  | {
      readonly ok: true;
      readonly host?: HostReading;
      readonly vms: ReadonlyMap<VmId, VmReading>;
      readonly changes?: readonly Change[];
      /** Stored in one transaction with the state, so that a bookmark never gets ahead of what it stands for. */
      readonly events?: readonly CollectorEvent[];
      /** The state to save for the next scrape; the same object as in the context where nothing changed. Absent: keep the old one. */
      readonly state?: State;
      /** Set where something was left out; the outcome becomes `partial` with this sentence. */
      readonly partialReason?: string;
    }
  | { readonly ok: false; readonly reason: string };

/** What identifies a VM in its series: the labels `vm_id` and `vm`, and for `hvitals_vm_info` alone the host that owns it. */
export interface VmIdentity {
  readonly vmId: VmId;
  readonly name: string;
  /** Target name of the host whose reading is rendered, the owner's. */
  readonly host: string;
}

/** The contract of one collector. The folder, the config key, the metric prefix and the docs page carry its name. */
export interface Collector<HostReading = unknown, VmReading = unknown, State extends Json = Json> {
  readonly name: string;
  readonly help: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly metrics: readonly MetricDefinition[];
  /** Schemas of the stored readings; what comes out of the store passes through them again. */
  readonly hostReading?: ZodType<HostReading>;
  readonly vmReading: ZodType<VmReading>;
  /** Arguments for the host side, from the saved state of this host and what the configuration says about it. Pure. */
  args(state: State | undefined, settings?: HostSettings): Json;
  /** Record data → readings, or why not. Pure. Never throws on any input. */
  parse(data: unknown, context: ParseContext<VmReading, State>): ParseResult<HostReading, VmReading, State>;
  /** Samples of one host. Pure. */
  hostSamples?(reading: HostReading, host: string): readonly Sample[];
  /** Samples of one VM. Pure; only the owner's reading is rendered. */
  vmSamples?(reading: VmReading, vm: VmIdentity): readonly Sample[];
}

/** A collector with its own types erased, as the registry and the runtime hold it: each parses and renders only its own readings. */
export type AnyCollector = Collector;

/** Declares a collector with its types inferred. */
export function defineCollector<HostReading, VmReading, State extends Json>(
  collector: Collector<HostReading, VmReading, State>,
): Collector<HostReading, VmReading, State> {
  return collector;
}
