import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#lib/clock.ts';
import { systemClock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import { type LoadConfigInput, loadConfig } from '#lib/config/load-config.ts';
import type { Config } from '#lib/config/schema.ts';
import type { AuthStore, Doer } from '#lib/store/auth-store.ts';
import { type OpenAuthStore, openAuthStore } from '#lib/store/sqlite-auth.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { PasswordInput } from './ask-password.ts';
import { type AccessTask, accessUsage, readAccessArguments } from './read-access-arguments.ts';
import { addSecret, listSecrets, revokeSecret } from './secret-commands.ts';
import { addUser, changeUser, listUsers, setPassword } from './user-commands.ts';

export interface AccessInput extends LoadConfigInput {
  readonly args: readonly string[];
  readonly print: (line: string) => void;
  /** Mistakes and questions, away from what a script reads. */
  readonly tell: (text: string) => void;
  readonly input: PasswordInput;
}

/** What every command works with. */
export interface AccessContext {
  readonly store: AuthStore;
  readonly config: Config;
  readonly clock: Pick<Clock, 'now'>;
  /** Who does it, for the audit. */
  readonly by: () => Doer;
  readonly print: (line: string) => void;
  readonly tell: (text: string) => void;
  readonly input: PasswordInput;
}

/**
 * `hvitals user`, `token` and `wall-link`. They write to the store themselves, also while the collectors and the app run, which go by it
 * from the next request on. Resolves with the exit code.
 */
export async function runAccess({ args, print, tell, input, cwd, env }: AccessInput): Promise<number> {
  const given = readAccessArguments(args);
  if (given.kind === 'help') {
    print(accessUsage);
    return exitCodes.ok;
  }
  if (given.kind === 'wrong') {
    tell(`hvitals: ${given.reason}\n\n${accessUsage}`);
    return exitCodes.usage;
  }
  let store: OpenAuthStore | undefined;
  try {
    const named = given.configFile === undefined ? env : { ...env, HVITALS_CONFIG: given.configFile };
    const { config } = loadConfig({ cwd, env: named });
    store = await openStoreOf(config.data.directory);
    const by = (): Doer => ({ actor: { kind: 'cli', id: '', name: userInfo().username }, address: '', at: systemClock.now() });
    return await runTask(given.task, { store, config, clock: systemClock, by, print, tell, input });
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StoreError)) throw error;
    tell(`hvitals: ${error.message}\n`);
    return exitCodes.wrong;
  } finally {
    await store?.close();
  }
}

/** The first user may be added before the first start. A file that is there is the collectors' to bring up to date. */
async function openStoreOf(folder: string): Promise<OpenAuthStore> {
  const file = join(folder, 'hvitals.db');
  const create = !existsSync(file);
  if (create) await makeFolder(folder, file);
  return openAuthStore(file, { create });
}

async function makeFolder(folder: string, file: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError('cannot-open', file, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function runTask(task: AccessTask, context: AccessContext): Promise<number> {
  switch (task.kind) {
    case 'user add':
      return addUser(task, context);
    case 'user passwd':
      return setPassword(task, context);
    case 'user list':
      return listUsers(context);
    case 'user role':
    case 'user disable':
    case 'user enable':
    case 'user remove':
      return changeUser(task, context);
    case 'token add':
    case 'wall-link add':
      return addSecret(task, context);
    case 'token list':
    case 'wall-link list':
      return listSecrets(task.kind, context);
    case 'token revoke':
    case 'wall-link revoke':
      return revokeSecret(task, context);
  }
}
