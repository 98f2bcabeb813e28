import { answerWrite } from '#app/_server/answer-write.ts';
import { revokeWallLink } from '#app/_server/write-secrets.ts';
import { emptyBody } from '#lib/api/access-bodies.ts';

export const dynamic = 'force-dynamic';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

/** Revokes a wall link: walls that show by it ask for a log-in. */
export async function DELETE(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const audit = { action: 'wall-link.revoke', target: id, by: 'store' } as const;
  return answerWrite(request, { schema: emptyBody, permission: 'manage-wall-links', audit }, (_body, _now, doer) =>
    revokeWallLink(id, doer),
  );
}
