import type { EventBookmark } from './event-bookmarks.ts';
import type { EventChannelRow } from './event-channel-row.ts';
import type { FleetEventDetail, FleetEventKind, FleetEventSeverity } from './fleet-event.ts';
import type { EventChannel } from './host-event.ts';

/** Something that a log no longer holds and that was not read; `missed` records, where the numbers say how many. */
export interface EventGap {
  readonly kind: Extract<FleetEventKind, 'log-cleared' | 'log-rolled-over' | 'log-reset'>;
  readonly missed: number | undefined;
}

/** An event about a log itself; the same shape as an event of a collector. */
export interface LogEvent {
  readonly key: string;
  readonly vmId: undefined;
  readonly kind: EventGap['kind'];
  readonly severity: FleetEventSeverity;
  readonly at: number;
  readonly detail: FleetEventDetail;
}

/**
 * Whether events between the bookmark and what was read are lost. The host's word counts, and the numbers count where it says that all is well:
 * a newest record before the bookmark is a reset, an oldest one beyond the record after the bookmark is a gap. Pure.
 */
export function decideGap(row: EventChannelRow, before: EventBookmark): EventGap | undefined {
  const { outcome, oldestRecordId: oldest, newestRecordId: newest } = row;
  // Nothing was there at first: whatever number comes first, nothing was lost.
  if (before.recordId === 0) return undefined;
  const skipped = oldest === undefined ? 0 : oldest - before.recordId - 1;
  if (outcome === 'reset' || (newest !== undefined && newest < before.recordId)) {
    return { kind: 'log-reset', missed: row.missed };
  }
  if (outcome === 'cleared') {
    // An empty log is told once, however long it stays empty.
    const isTold = before.emptied && newest === undefined;
    return isTold ? undefined : { kind: 'log-cleared', missed: row.missed ?? (skipped > 0 ? skipped : undefined) };
  }
  if (outcome === 'rolled-over' || skipped > 0) {
    // Numbers go on after a log was emptied: what is missing then was in it.
    const kind = before.emptied ? 'log-cleared' : 'log-rolled-over';
    return { kind, missed: row.missed ?? (skipped > 0 ? skipped : undefined) };
  }
  return undefined;
}

/** Its key holds the bookmark, so that the same gap told twice is kept once. Pure. */
export function toLogEvent(channel: EventChannel, gap: EventGap, before: EventBookmark, now: number): LogEvent {
  const state = before.emptied ? ' emptied' : '';
  return {
    key: `${channel} ${gap.kind} ${before.recordId} ${before.at}${state}`,
    vmId: undefined,
    kind: gap.kind,
    severity: 'warning',
    at: now,
    detail: {
      channel,
      lastRecordId: before.recordId,
      lastAt: before.at,
      ...(gap.missed === undefined ? {} : { missed: gap.missed }),
    },
  };
}
