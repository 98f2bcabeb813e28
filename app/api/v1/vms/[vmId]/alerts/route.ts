import { answerResource } from '#app/_server/json-response.ts';
import { loadVmAlerts } from '#app/_server/load-subject-alerts.ts';
import { parseAlertSpan } from '#lib/model/alert-span.ts';
import { parseVmId } from '#lib/model/vm-id.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly vmId: string }>;
}

/** Alerts about one VM: what stands now, and when they fired from `?from=` to `?to=` (ISO 8601), else over the last 24 hours. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const vmId = parseVmId((await params).vmId);
  const span = parseAlertSpan(new URL(request.url).searchParams, Date.now());
  return answerResource(request, async () => (vmId === undefined ? undefined : loadVmAlerts(vmId, span)));
}
