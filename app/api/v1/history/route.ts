import { answerHistory } from '#app/_server/history-response.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerHistory(request, Date.now());
}
