import { mostPasswordBytes, normalizePassword } from './check-password.ts';
import { currentCost, hashPassword, isOutgrown, matchesHash, parsePasswordHash, type ScryptCost } from './password-hash.ts';

/** Hashes at once: each takes 128 MiB, and one of libuv's four threads for a third of a second. */
const defaultAtOnce = 2;
/** Further ones wait; who comes then is sent away, for the wait would be longer than people have patience. */
const defaultWaiting = 16;

/** Too many passwords are being checked at this moment; a second later it may go. */
export class PasswordDeskBusyError extends Error {
  constructor() {
    super('too many passwords are being checked at this moment; try again in a few seconds');
    this.name = 'PasswordDeskBusyError';
  }
}

/** What a check found. `rehash` where the password is right and its hash was made with less than what is used now. */
export type PasswordCheck = { readonly right: false } | { readonly right: true; readonly rehash: boolean };

export interface PasswordDeskOptions {
  readonly cost?: ScryptCost;
  readonly atOnce?: number;
  readonly waiting?: number;
}

/** Makes and checks hashes of passwords, a few at a time. One per process. */
export class PasswordDesk {
  readonly #cost: ScryptCost;
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #working = 0;
  #decoy: Promise<string> | undefined;

  constructor({ cost = currentCost, atOnce = defaultAtOnce, waiting = defaultWaiting }: PasswordDeskOptions = {}) {
    this.#cost = cost;
    this.#atOnce = atOnce;
    this.#mostWaiting = waiting;
  }

  /** A hash to store. @throws PasswordDeskBusyError */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hashPassword(normalizePassword(password), this.#cost));
  }

  /**
   * Checks a password against a stored hash. Without one (no such user, or one who signs on elsewhere) the same work is done for nothing,
   * so that the time does not tell which names there are. @throws PasswordDeskBusyError
   */
  check(password: string, stored: string | undefined): Promise<PasswordCheck> {
    // The length is told by the password alone, so this answer may be fast.
    if (Buffer.byteLength(password) > mostPasswordBytes) return Promise.resolve({ right: false });
    return this.#inTurn(async (): Promise<PasswordCheck> => {
      const parsed = stored === undefined ? undefined : parsePasswordHash(stored);
      const against = parsed ?? parsePasswordHash(await this.#decoyHash());
      const matches = against !== undefined && (await matchesHash(normalizePassword(password), against));
      return parsed !== undefined && matches ? { right: true, rehash: isOutgrown(parsed, this.#cost) } : { right: false };
    });
  }

  /** Made before the first check, so that the first unknown name does not take twice as long. */
  async warmUp(): Promise<void> {
    await this.#inTurn(() => this.#decoyHash());
  }

  #decoyHash(): Promise<string> {
    this.#decoy ??= hashPassword('nobody has this password', this.#cost);
    return this.#decoy;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#working >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) throw new PasswordDeskBusyError();
      // Whoever ends hands over the place, so nobody who comes meanwhile takes it.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#working += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#working -= 1;
      else next();
    }
  }
}
