import { answerWrite } from '#app/_server/answer-write.ts';
import { previewWindow } from '#app/_server/write-maintenance.ts';
import { maintenancePreviewBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

/** What a window of `{matchers, schedule}` would hit now, and its next openings. Nothing is written. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(request, { schema: maintenancePreviewBody, permission: 'view' }, async ({ matchers, schedule }, now) => ({
    body: await previewWindow(matchers, schedule, now),
  }));
}
