import { answerAudit } from '#app/_server/answer-audit.ts';

export const dynamic = 'force-dynamic';

/** What people and programs did or were not let do, newest first; also as a table. */
export function GET(request: Request): Promise<Response> {
  return answerAudit(request, Date.now());
}
