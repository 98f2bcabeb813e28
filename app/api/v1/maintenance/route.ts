import { answerWrite } from '#app/_server/answer-write.ts';
import { answerResource, perSeconds } from '#app/_server/json-response.ts';
import { loadMaintenance } from '#app/_server/load-silences.ts';
import { makeWindow } from '#app/_server/write-maintenance.ts';
import { maintenanceBody } from '#lib/api/write-bodies.ts';

export const dynamic = 'force-dynamic';

/** Maintenance windows, with the opening of now and the next one. */
export function GET(request: Request): Promise<Response> {
  const now = Date.now();
  return answerResource(request, () => loadMaintenance(now), perSeconds(now));
}

/** Makes a maintenance window, `{name, matchers, schedule, by, confirmed?}`. */
export function POST(request: Request): Promise<Response> {
  return answerWrite(
    request,
    { schema: maintenanceBody, permission: 'maintain', audit: { action: 'maintenance.add' } },
    makeWindow,
  );
}
