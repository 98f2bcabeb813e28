import { answerResource } from '#app/_server/json-response.ts';
import { loadReceivers } from '#app/_server/load-receivers.ts';

export const dynamic = 'force-dynamic';

/** Who is told of alerts, and how that goes. */
export function GET(request: Request): Promise<Response> {
  return answerResource(request, loadReceivers);
}
