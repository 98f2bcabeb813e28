import { randomUUID } from 'node:crypto';
import { checkPassword, passwordSentences } from '#lib/auth/check-password.ts';
import { PasswordDesk } from '#lib/auth/password-desk.ts';
import { decideLogin } from '#lib/config/decide-login.ts';
import type { StoredUser, UserChange } from '#lib/store/auth-store.ts';
import { exitCodes } from '../exit-codes.ts';
import type { AccessContext } from './access-command.ts';
import { askedSentences, askPassword, readPassword } from './ask-password.ts';
import type { AccessTask } from './read-access-arguments.ts';
import { formatTime, renderTable } from './render-table.ts';

type Task<Kind extends AccessTask['kind']> = Extract<AccessTask, { readonly kind: Kind }>;

/** `hvitals user add`. */
export async function addUser({ name, role, passwordStdin }: Task<'user add'>, context: AccessContext): Promise<number> {
  const { store, config, clock, by, print, tell } = context;
  const taken = await store.findUser(name);
  if (taken !== undefined) {
    tell(`hvitals: there is a user ${taken.name} already; "hvitals user role" and "hvitals user passwd" change one\n`);
    return exitCodes.wrong;
  }
  const passwordHash = await takePassword(name, passwordStdin, context);
  if (passwordHash === undefined) return exitCodes.wrong;
  const common = { id: randomUUID(), name, role, disabled: false, createdAt: clock.now() } as const;
  const ended = await store.addUser({ ...common, passwordHash, identity: undefined, loggedInAt: undefined }, by());
  if (ended !== 'done') return refuse(ended, name, tell);
  print(`${name} is added, with the role ${role}`);
  if (decideLogin(config.web).login === 'none')
    print('Nobody is asked to log in yet: web.login comes to none here, see docs/users.md');
  return exitCodes.ok;
}

/** `hvitals user passwd`. */
export async function setPassword({ name, passwordStdin }: Task<'user passwd'>, context: AccessContext): Promise<number> {
  const { store, by, print, tell } = context;
  const user = await store.findUser(name);
  if (user === undefined) return refuse('unknown', name, tell);
  if (user.identity !== undefined) {
    tell(`hvitals: ${user.name} logs in at ${user.identity.issuer}, and has no password here\n`);
    return exitCodes.wrong;
  }
  const passwordHash = await takePassword(user.name, passwordStdin, context);
  if (passwordHash === undefined) return exitCodes.wrong;
  const ended = await store.setPassword(user.id, passwordHash, by());
  if (ended !== 'done') return refuse(ended, name, tell);
  print(`${user.name} has another password; all sessions of ${user.name} have ended`);
  return exitCodes.ok;
}

/** `hvitals user role`, `disable`, `enable` and `remove`. */
export async function changeUser(
  task: Task<'user role' | 'user disable' | 'user enable' | 'user remove'>,
  { store, by, print, tell }: AccessContext,
): Promise<number> {
  const user = await store.findUser(task.name);
  if (user === undefined) return refuse('unknown', task.name, tell);
  const change = async (ended: Promise<UserChange>, done: string): Promise<number> => {
    const result = await ended;
    if (result !== 'done') return refuse(result, user.name, tell);
    print(done);
    return exitCodes.ok;
  };
  switch (task.kind) {
    case 'user role':
      return change(store.setRole(user.id, task.role, by()), `${user.name} has the role ${task.role} from the next request on`);
    case 'user disable':
      return change(store.setDisabled(user.id, true, by()), `${user.name} is disabled; all sessions of ${user.name} have ended`);
    case 'user enable':
      return change(store.setDisabled(user.id, false, by()), `${user.name} may log in again`);
    case 'user remove': {
      const code = await change(store.removeUser(user.id, by()), `${user.name} is removed`);
      if (code === exitCodes.ok) await tellOfSecrets(user, { store, print });
      return code;
    }
  }
}

/** `hvitals user list`. */
export async function listUsers({ store, print }: AccessContext): Promise<number> {
  const users = await store.listUsers();
  if (users.length === 0) print('There are no users; "hvitals user add NAME --role admin" adds the first');
  else {
    const rows = users.map(({ name, role, disabled, identity, loggedInAt }) => [
      name,
      role,
      disabled ? 'disabled' : 'may log in',
      identity === undefined ? 'password' : identity.issuer,
      formatTime(loggedInAt),
    ]);
    for (const line of renderTable(['NAME', 'ROLE', 'STATE', 'BY', 'LAST LOG-IN'], rows)) print(line);
  }
  return exitCodes.ok;
}

/** Asks for a password and hashes it; undefined, and the reason told, where there is none that can be taken. */
async function takePassword(name: string, fromStdin: boolean, { input, tell }: AccessContext): Promise<string | undefined> {
  const asked = fromStdin
    ? await readPassword(input)
    : await askPassword(input, tell, `Password of ${name}, at least 12 characters`);
  if (asked.kind === 'none') {
    tell(`hvitals: ${askedSentences[asked.reason]}\n`);
    return undefined;
  }
  const refusal = checkPassword(asked.password, name);
  if (refusal === undefined) return new PasswordDesk().hash(asked.password);
  tell(`hvitals: ${passwordSentences[refusal]}\n`);
  return undefined;
}

/** They go on without the user: whether they should, only people know. */
async function tellOfSecrets(user: StoredUser, { store, print }: Pick<AccessContext, 'store' | 'print'>): Promise<void> {
  const made = ({ createdBy }: { readonly createdBy: string }) => createdBy === user.name;
  for (const { id, name } of (await store.listTokens()).filter(made)) {
    print(`The token ${name} was made by ${user.name} and still holds: "hvitals token revoke ${id}" ends it`);
  }
  for (const { id, name } of (await store.listWallLinks()).filter(made)) {
    print(`The wall link ${name} was made by ${user.name} and still holds: "hvitals wall-link revoke ${id}" ends it`);
  }
}

function refuse(reason: Exclude<UserChange, 'done'>, name: string, tell: (text: string) => void): number {
  const sentences = {
    unknown: `there is no user ${name}; "hvitals user list" lists them`,
    'name-taken': `there is a user ${name} already`,
    'last-admin': `${name} is the last admin who may log in; make another one first, by "hvitals user add NAME --role admin"`,
  };
  tell(`hvitals: ${sentences[reason]}\n`);
  return exitCodes.wrong;
}
