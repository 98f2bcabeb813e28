import type { CollectorEvent } from '#collectors/collector.ts';
import type { HostEvent } from '#lib/model/host-event.ts';
import type { MigrationLogDetail } from '#lib/model/migration-detail.ts';
import { toEventKey } from '#lib/model/read-host-event.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { type MigrationMeaning, meaningOf } from './migration-events.ts';

/** An event of a host's log that tells of a migration. */
export interface MigrationLogEvent {
  readonly source: HostEvent;
  readonly meaning: MigrationMeaning;
  readonly blackoutSeconds: number | undefined;
  /** Words of the payload; the localised message is never read. */
  readonly reason: string | undefined;
}

/** Undefined for an event that says nothing of a migration. Pure. */
export function toMigrationLogEvent(source: HostEvent): MigrationLogEvent | undefined {
  const meaning = meaningOf(source.channel, source.eventId);
  if (meaning === undefined) return undefined;
  const { fields } = source;
  const reason = [fields.ErrorMessage, fields.ErrorCode].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    source,
    meaning,
    // Parameter0 name, Parameter1 id, Parameter2 seconds (hyperv-facts.md 5.3).
    blackoutSeconds: meaning.kind === 'migration-finished' ? toSeconds(fields.Parameter2) : undefined,
    reason: meaning.kind === 'migration-finished' || reason === '' ? undefined : reason.slice(0, 512),
  };
}

/** A number as the host writes it, with a point or with the comma of its language; nothing else. */
function toSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}([.,]\d{1,9})?$/.test(text) ? Number(text.replace(',', '.')) : undefined;
}

/** The event as the store keeps it. `before`: it happened before anybody watched. Pure. */
export function toLogEvent({ source, meaning, blackoutSeconds, reason }: MigrationLogEvent, before: boolean): CollectorEvent {
  const detail: MigrationLogDetail = withoutUndefined({
    source: 'log' as const,
    eventId: source.eventId,
    side: meaning.side,
    live: meaning.live,
    blackoutSeconds,
    reason,
  });
  const name = source.fields.VmName ?? source.fields.Parameter0;
  return {
    key: toEventKey(source),
    vmId: source.vmId,
    kind: meaning.kind,
    severity: meaning.severity,
    at: source.at,
    detail: {
      ...Object.fromEntries(Object.entries(detail)),
      channel: source.channel,
      ...(name === undefined || name === '' ? {} : { vmName: name.slice(0, 512).toWellFormed() }),
      ...(meaning.mark === 'V' ? {} : { unverified: true }),
      ...(before ? { before: true } : {}),
    },
  };
}
