import { auditPerPage } from '#app/audit/search-params.ts';
import { mostRows } from '#lib/api/query-parameters.ts';
import { answerRead } from './answer-read.ts';
import { type AuditWanted, loadAudit, toAuditCsv } from './load-audit.ts';
import { parsePage } from './page-of.ts';
import { wantsCsv } from './wants-csv.ts';

/** Answers a GET of the audit, as JSON or as a table. What is wrong with its parameters was said before (check-query.ts). */
export function answerAudit(request: Request, now: number): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const isCsv = wantsCsv(request, searchParams.get('format'));
  const page = parsePage(searchParams, isCsv ? mostRows : auditPerPage);
  return answerRead(async () => {
    const audit = await loadAudit(toWanted(searchParams), page);
    if (!isCsv) return audit;
    const moment = new Date(now).toISOString().slice(0, 19).replaceAll(':', '');
    return new Response(toAuditCsv(audit.entries), {
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="hvitals-audit_${moment}Z.csv"`,
        'cache-control': 'private, no-cache',
        vary: 'accept',
      },
    });
  });
}

function toWanted(params: URLSearchParams): AuditWanted {
  const text = (name: string) => params.get(name)?.trim() || undefined;
  const moment = (name: string) => {
    const given = text(name);
    return given === undefined ? undefined : /^\d+$/.test(given) ? Number(given) : Date.parse(given);
  };
  const [actorName, action, target] = [text('actor'), text('action'), text('target')];
  const outcome = (['done', 'refused'] as const).find((one) => one === params.get('outcome'));
  const [from, to] = [moment('from'), moment('to')];
  return {
    ...(actorName !== undefined && { actorName }),
    ...(action !== undefined && { action }),
    ...(target !== undefined && { target }),
    ...(outcome !== undefined && { outcome }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
