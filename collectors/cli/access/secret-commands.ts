import { randomBytes } from 'node:crypto';
import { isExpired } from '#lib/auth/authenticate.ts';
import { createSecret, digestSecret, shownPart } from '#lib/auth/secret.ts';
import type { Config } from '#lib/config/schema.ts';
import { exitCodes } from '../exit-codes.ts';
import type { AccessContext } from './access-command.ts';
import type { AccessTask } from './read-access-arguments.ts';
import { formatTime, renderTable } from './render-table.ts';

type Task<Kind extends AccessTask['kind']> = Extract<AccessTask, { readonly kind: Kind }>;

const dayMs = 86_400_000;

/** `hvitals token add` and `hvitals wall-link add`. The secret is printed, and is nowhere else afterwards. */
export async function addSecret(task: Task<'token add' | 'wall-link add'>, context: AccessContext): Promise<number> {
  const { store, config, clock, by, print, tell } = context;
  const secret = createSecret(task.kind === 'token add' ? 'token' : 'wall-link');
  const doer = by();
  const now = clock.now();
  const common = {
    id: randomBytes(5).toString('hex'),
    digest: digestSecret(secret),
    shown: shownPart(secret),
    name: task.name,
    createdBy: `${doer.actor.name} (command line)`,
    createdAt: now,
    expiresAt: task.days === undefined ? undefined : now + task.days * dayMs,
    usedAt: undefined,
  };
  if (task.kind === 'token add') await store.addToken({ ...common, role: task.role }, doer);
  else await store.addWallLink(common, doer);
  // What a script wants stands alone on standard output.
  print(task.kind === 'token add' ? secret : `${toBaseUrl(config)}/wall-link/${secret}`);
  const ends = common.expiresAt === undefined ? 'until it is revoked' : `until ${formatTime(common.expiresAt)}`;
  tell(`It is shown this once, and holds ${ends}; "hvitals ${task.kind.replace('add', 'revoke')} ${common.id}" ends it.\n`);
  return exitCodes.ok;
}

/** `hvitals token list` and `hvitals wall-link list`. */
export async function listSecrets(kind: 'token list' | 'wall-link list', context: AccessContext): Promise<number> {
  const { store, clock, print } = context;
  const isTokens = kind === 'token list';
  const rows = isTokens ? await store.listTokens() : (await store.listWallLinks()).map((link) => ({ ...link, role: undefined }));
  if (rows.length === 0) {
    print(isTokens ? 'There are no tokens' : 'There are no wall links');
    return exitCodes.ok;
  }
  const head = ['ID', 'BEGINS WITH', 'NAME', ...(isTokens ? ['ROLE'] : []), 'MADE', 'BY', 'ENDS', 'LAST USED'];
  const cells = rows.map((row) => [
    row.id,
    `${row.shown}…`,
    row.name,
    ...(row.role === undefined ? [] : [row.role]),
    formatTime(row.createdAt),
    row.createdBy,
    row.expiresAt === undefined ? 'never' : `${formatTime(row.expiresAt)}${isExpired(row, clock.now()) ? ' (over)' : ''}`,
    formatTime(row.usedAt),
  ]);
  for (const line of renderTable(head, cells)) print(line);
  return exitCodes.ok;
}

/** `hvitals token revoke` and `hvitals wall-link revoke`. */
export async function revokeSecret(
  { kind, id }: Task<'token revoke' | 'wall-link revoke'>,
  { store, by, print, tell }: AccessContext,
): Promise<number> {
  const isToken = kind === 'token revoke';
  const revoked = isToken ? await store.revokeToken(id, by()) : await store.revokeWallLink(id, by());
  if (revoked) {
    print(isToken ? 'The token is revoked' : 'The wall link is revoked');
    return exitCodes.ok;
  }
  // The id is not repeated: people try the secret itself.
  tell(
    `hvitals: no ${isToken ? 'token' : 'wall link'} has this id; "hvitals ${isToken ? 'token' : 'wall-link'} list" shows the ids\n`,
  );
  return exitCodes.wrong;
}

/** Where browsers reach the app. */
function toBaseUrl({ web }: Config): string {
  return (web.externalUrl ?? `${web.tls === undefined ? 'http' : 'https'}://${web.listen}`).replace(/\/$/, '');
}
