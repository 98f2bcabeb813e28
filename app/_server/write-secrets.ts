import { randomBytes } from 'node:crypto';
import type { TokenBody, WallLinkBody } from '#lib/api/access-bodies.ts';
import { createSecret, digestSecret, type SecretKind, shownPart } from '#lib/auth/secret.ts';
import type { Doer, StoredWallLink } from '#lib/store/auth-store.ts';
import type { WriteOutcome } from './answer-write.ts';
import { toApiToken, toApiWallLink } from './load-secrets.ts';
import { toProblem } from './problem-response.ts';
import { readAuth } from './store-access.ts';

const dayMs = 86_400_000;

/** Makes a token; its secret is in this answer and nowhere else. Throws StoreError. */
export async function addToken({ role, ...wanted }: TokenBody, now: number, doer: Doer): Promise<WriteOutcome> {
  const { secret, stored } = create('token', wanted, now, doer);
  const token = { ...stored, role };
  await (await readAuth()).addToken(token, doer);
  return { status: 201, body: { token: toApiToken(token), secret } };
}

/** Makes a wall link below the address by which browsers reach the app; it is in this answer and nowhere else. Throws StoreError. */
export async function addWallLink(
  wanted: WallLinkBody,
  { now, doer, origin }: { readonly now: number; readonly doer: Doer; readonly origin: string },
): Promise<WriteOutcome> {
  const { secret, stored } = create('wall-link', wanted, now, doer);
  await (await readAuth()).addWallLink(stored, doer);
  return { status: 201, body: { link: toApiWallLink(stored), url: `${origin}/wall-link/${secret}` } };
}

/** Revokes a token. Throws StoreError. */
export async function revokeToken(id: string, doer: Doer): Promise<WriteOutcome> {
  return (await (await readAuth()).revokeToken(id, doer)) ? { body: { id } } : { problem: notThere };
}

/** Revokes a wall link. Throws StoreError. */
export async function revokeWallLink(id: string, doer: Doer): Promise<WriteOutcome> {
  return (await (await readAuth()).revokeWallLink(id, doer)) ? { body: { id } } : { problem: notThere };
}

const notThere = toProblem(404, 'not-found', 'It is not there, or was revoked.');

interface Created {
  readonly secret: string;
  readonly stored: StoredWallLink;
}

function create(kind: SecretKind, { name, days }: WallLinkBody, now: number, { actor }: Doer): Created {
  const secret = createSecret(kind);
  const stored = {
    ...{ id: randomBytes(5).toString('hex'), digest: digestSecret(secret), shown: shownPart(secret), name },
    ...{ createdBy: actor.name, createdAt: now, usedAt: undefined },
    expiresAt: days === undefined ? undefined : now + days * dayMs,
  };
  return { secret, stored };
}
