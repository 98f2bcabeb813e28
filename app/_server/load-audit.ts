import { type AuditFilter as AuditFilterOfPage, auditPerPage, toAuditQuery } from '#app/audit/search-params.ts';
import { parseEventCursor, toEventCursor } from '#app/events/event-cursor.ts';
import { toCsv } from '#lib/format/csv.ts';
import type { ApiAudit, ApiAuditEntry } from '#lib/model/api/audit.ts';
import type { Json } from '#lib/model/json.ts';
import type { AuditFilter, StoredAuditEntry } from '#lib/store/auth-store.ts';
import { readAuth } from './store-access.ts';

/** Which entries are wanted; times are UTC milliseconds, `to` is not included. */
export interface AuditWanted extends Omit<AuditFilter, 'before' | 'limit'> {
  readonly to?: number;
}

interface AuditPage {
  readonly limit: number;
  /** `next` of the answer before; what is none is as if it were not there. */
  readonly cursor?: string | undefined;
}

/** Entries of the audit, newest first. Throws StoreError. */
export async function loadAudit({ to, ...wanted }: AuditWanted, { limit, cursor }: AuditPage): Promise<ApiAudit> {
  const before = parseEventCursor(cursor) ?? (to === undefined ? undefined : { at: to, id: 0 });
  // One more than asked for says whether there are older ones.
  const filter = { ...wanted, ...(before !== undefined && { before }), limit: limit + 1 };
  const entries = await (await readAuth()).listAudit(filter);
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return {
    entries: shown.map(toApiEntry),
    next: entries.length > limit && last !== undefined ? toEventCursor(last) : null,
  };
}

/** The newest entries that the page's filter lets through at `now` (UTC milliseconds). Throws StoreError. */
export function loadAuditPage(filter: AuditFilterOfPage, now: number): Promise<ApiAudit> {
  const { actor, from, ...rest } = toAuditQuery(filter, now);
  const wanted = { ...rest, ...(actor !== undefined && { actorName: actor }), ...(from !== undefined && { from: Number(from) }) };
  return loadAudit(wanted, { limit: auditPerPage });
}

function toApiEntry({ id, at, actor, address, action, target, outcome, reason, detail }: StoredAuditEntry): ApiAuditEntry {
  return { id, at, actor: { ...actor }, address, action, target, outcome, reason, detail: toFacts(detail) };
}

function toFacts(detail: Json): ApiAuditEntry['detail'] {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? { ...detail } : { value: detail };
}

const header = ['time', 'actor kind', 'actor', 'address', 'action', 'target', 'outcome', 'reason', 'detail'];

/** The same for spreadsheets, with moments in UTC. Pure. */
export function toAuditCsv(entries: readonly ApiAuditEntry[]): string {
  return toCsv(
    header,
    entries.map(({ at, actor, address, action, target, outcome, reason, detail }) => [
      ...[new Date(at).toISOString(), actor.kind, actor.name, address, action, target, outcome, reason],
      JSON.stringify(detail),
    ]),
  );
}
