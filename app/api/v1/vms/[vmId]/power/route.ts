import { answerResource } from '#app/_server/json-response.ts';
import { loadVmPower } from '#app/_server/load-vm-power.ts';
import { parsePowerRange } from '#lib/model/power-range.ts';
import { parseVmId } from '#lib/model/vm-id.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly vmId: string }>;
}

/** What is told of the power and the moves of a VM; `?range=` 24h or 7d up to now, a day where it is none of them. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const vmId = parseVmId((await params).vmId);
  const range = parsePowerRange(new URL(request.url).searchParams);
  return answerResource(request, async () => (vmId === undefined ? undefined : loadVmPower(vmId, range, Date.now())));
}
