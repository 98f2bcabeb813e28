import { answerRead } from '#app/_server/answer-read.ts';
import { answerWrite } from '#app/_server/answer-write.ts';
import { loadWallLinks } from '#app/_server/load-secrets.ts';
import { contextOf } from '#app/_server/request-context.ts';
import { webFacts } from '#app/_server/web-facts.ts';
import { addWallLink } from '#app/_server/write-secrets.ts';
import { wallLinkBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

/** Wall links, the oldest first. */
export function GET(): Promise<Response> {
  return answerRead(loadWallLinks);
}

/** Makes a wall link, `{name, days?}`; its address is said this once. */
export function POST(request: Request): Promise<Response> {
  const audit = { action: 'wall-link.add', by: 'store' } as const;
  return answerWrite(request, { schema: wallLinkBody, permission: 'manage-wall-links', audit }, (body, now, doer) =>
    addWallLink(body, { now, doer, origin: originOf(request) }),
  );
}

/** As the configuration says it, else as the sender reached us. */
function originOf(request: Request): string {
  const scheme = contextOf(request).secure ? 'https' : 'http';
  return new URL(webFacts()?.externalUrl ?? `${scheme}://${request.headers.get('host') ?? 'localhost'}`).origin;
}
