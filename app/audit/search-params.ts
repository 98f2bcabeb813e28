/** Entries that are listed at once. */
export const auditPerPage = 100;

const hourMs = 3_600_000;
/** Spans that end now, by their name in the URL. */
const auditRanges = { '24h': 24 * hourMs, '7d': 168 * hourMs, '30d': 720 * hourMs } as const;
export type AuditRange = keyof typeof auditRanges;
export const auditRangeNames = Object.keys(auditRanges) as readonly AuditRange[];
export const auditOutcomes = ['done', 'refused'] as const;

/** Which entries the reader wants; absent parts restrict nothing. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: (typeof auditOutcomes)[number];
  readonly range?: AuditRange;
}

const longestText = 100;

/** Query of a URL → what is wanted. What makes no sense is as if it were not there. Pure. */
export function parseAuditFilter(params: URLSearchParams): AuditFilter {
  const text = (name: string) => params.get(name)?.trim().slice(0, longestText) ?? '';
  const [actor, action] = [text('actor'), text('action')];
  const outcome = auditOutcomes.find((one) => one === params.get('outcome'));
  const range = auditRangeNames.find((one) => one === params.get('range'));
  return {
    ...(actor !== '' && { actor }),
    ...(action !== '' && { action }),
    ...(outcome !== undefined && { outcome }),
    ...(range !== undefined && { range }),
  };
}

/** The page with this filter. Pure. */
export function toAuditHref(filter: AuditFilter): string {
  const params = new URLSearchParams(Object.entries(filter));
  return params.size === 0 ? '/audit' : `/audit?${params}`;
}

/** What the API is asked with at `now` (UTC milliseconds). Pure. */
export function toAuditQuery(
  { range, ...rest }: AuditFilter,
  now: number,
): Omit<AuditFilter, 'range'> & { readonly from?: string } {
  return { ...rest, ...(range !== undefined && { from: String(now - auditRanges[range]) }) };
}
