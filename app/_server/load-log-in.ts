import { StoreError, type StoreErrorCode } from '#lib/store/store-error.ts';
import { readAuth } from './store-access.ts';
import { type LogInWays, webFacts } from './web-facts.ts';

export interface LoadedLogIn extends LogInWays {
  /** Without users and without a provider nobody can log in yet. */
  readonly hasUsers: boolean;
  /** What is wrong with the store. */
  readonly trouble: StoreErrorCode | undefined;
}

/** What the page for logging in says; undefined where nobody is asked to. */
export async function loadLogIn(): Promise<LoadedLogIn | undefined> {
  const ways = webFacts()?.ways;
  if (ways === undefined) return undefined;
  try {
    return { ...ways, hasUsers: (await (await readAuth()).countUsers()) > 0, trouble: undefined };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { ...ways, hasUsers: true, trouble: error.code };
  }
}
