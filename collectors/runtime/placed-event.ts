import type { Json } from '#lib/model/json.ts';
import type { PlacedDetail } from '#lib/model/migration-detail.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import type { StoredEvent } from '#lib/store/store.ts';

/** Where a VM was settled last, and how it was there. Times of hvitals' own clock, UTC milliseconds. */
export interface Home {
  readonly host: string;
  readonly startedAt: string | undefined;
  readonly state: number;
  /** Since its host has answered without it. */
  readonly left: { readonly at: number; readonly lastSeenAt: number } | undefined;
}

/** A VM that went from its home to another host. */
export interface Move {
  readonly vmId: VmId;
  readonly home: Home;
  readonly to: string;
  readonly reading: VmReading;
  readonly arrival: { readonly wasReplica: boolean };
  readonly notBefore: number;
  /** The old host is out of reach. */
  readonly isAway: boolean;
  readonly now: number;
}

const runningState = 2;
/** The start of a VM is counted back from its uptime by each host's own clock. */
const sameStartMs = 10_000;

/** The event of a move. `at` is when hvitals saw it, by its own clock. Pure. */
export function toPlacedEvent({ vmId, home, to, reading, arrival, notBefore, isAway, now }: Move): Omit<StoredEvent, 'id'> {
  const detail: PlacedDetail = withoutUndefined({
    from: home.host,
    to,
    notBefore,
    notAfter: now,
    keptRunning: keptRunning(home, reading) ? true : undefined,
    fromAway: isAway && home.left === undefined ? true : undefined,
    wasReplica: arrival.wasReplica ? true : undefined,
  });
  return {
    host: to,
    collector: 'vm',
    key: `placed ${vmId} ${home.host} ${new Date(now).toISOString()}`,
    vmId,
    kind: 'placed',
    severity: 'info',
    at: now,
    seenAt: now,
    // Its properties are texts, numbers and truths, so it is JSON.
    detail: {
      ...detail,
      vmName: reading.name.slice(0, 512).toWellFormed(),
      proof: home.left === undefined ? 'old-host-away' : 'old-host-without-it',
    } as unknown as Json,
  };
}

/** The same start, or an earlier one: whether a live migration begins a new count of the uptime is not published, so a later one proves nothing. */
function keptRunning({ startedAt, state }: Home, now: VmReading): boolean {
  if (state !== runningState || now.state !== runningState || startedAt === undefined || now.startedAt === undefined)
    return false;
  return Date.parse(now.startedAt) <= Date.parse(startedAt) + sameStartMs;
}
