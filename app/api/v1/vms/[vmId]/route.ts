import { answerResource } from '#app/_server/json-response.ts';
import { loadVm } from '#app/_server/load-vm.ts';
import { parseVmId } from '#lib/model/vm-id.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly vmId: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const vmId = parseVmId((await params).vmId);
  return answerResource(request, async () => (vmId === undefined ? undefined : loadVm(vmId)));
}
