import { userNameKey } from '../model/user-name.ts';
import { addressGroup } from './client-address.ts';

/** Whether a try may go on. `first` is true once per wait, so that one row tells of it and not thousands. */
export type LimiterDecision =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly of: 'name' | 'address'; readonly seconds: number; readonly first: boolean };

interface Limits {
  /** Failures without a wait. */
  readonly free: number;
  readonly longestSeconds: number;
}

/**
 * A name is slowed down by at most a minute: anybody can cause it for anybody. An address has itself to blame, but people behind one router
 * share it, so it has more tries first.
 */
const limits: Readonly<Record<'name' | 'address', Limits>> = {
  name: { free: 5, longestSeconds: 60 },
  address: { free: 20, longestSeconds: 900 },
};

/** Failures are forgotten after this long without another. */
const forgetMs = 3_600_000;

/** Names, addresses, and known pairs that are remembered at most. To push one out, ten thousand tries must each wait for a slow hash. */
export const mostRemembered = 10_000;

interface Failures {
  count: number;
  lastAt: number;
  told: boolean;
}

/**
 * Slows down guessing, per name and per address, by waits that double. A try counts as failed from its start, so that many at once are not
 * all let through; `succeeded` takes that back. Kept in memory only: a restart of the app gives nothing but a few more tries.
 */
export class LogInLimiter {
  readonly #failures = { name: new Map<string, Failures>(), address: new Map<string, Failures>() };
  /** Names with the addresses that they have logged in from: the wait of a name, which others may cause, does not keep them out. */
  readonly #known = new Map<string, true>();

  /** Asks for one try at `now` (UTC milliseconds). Where it goes, it has been counted. */
  begin(name: string, address: string, now: number): LimiterDecision {
    const keys = { name: userNameKey(name), address: addressGroup(address) };
    const known = this.#known.has(pairOf(keys));
    for (const part of known ? (['address'] as const) : (['address', 'name'] as const)) {
      const failures = this.#current(part, keys[part], now);
      const seconds = failures === undefined ? 0 : Math.ceil((waitUntil(failures, limits[part]) - now) / 1_000);
      if (failures === undefined || seconds <= 0) continue;
      const first = !failures.told;
      failures.told = true;
      return { kind: 'wait', of: part, seconds, first };
    }
    for (const part of ['address', 'name'] as const) this.#count(part, keys[part], now);
    return { kind: 'go' };
  }

  /** The last try of this name from this address was right. */
  succeeded(name: string, address: string): void {
    const keys = { name: userNameKey(name), address: addressGroup(address) };
    this.#failures.name.delete(keys.name);
    // Not the address as a whole: somebody with one account could go on guessing at others for ever.
    this.#giveBack('address', keys.address);
    remember(this.#known, pairOf(keys), true);
  }

  /** The last try ended without an answer about the password, so it counts for nothing. */
  abandoned(name: string, address: string): void {
    this.#giveBack('name', userNameKey(name));
    this.#giveBack('address', addressGroup(address));
  }

  /** Entries in memory, of each kind. */
  sizes(): { readonly name: number; readonly address: number; readonly known: number } {
    return { name: this.#failures.name.size, address: this.#failures.address.size, known: this.#known.size };
  }

  #current(of: 'name' | 'address', key: string, now: number): Failures | undefined {
    const failures = this.#failures[of].get(key);
    if (failures === undefined) return undefined;
    // The clock was put back: what lies ahead would keep people out until then.
    if (failures.lastAt > now) failures.lastAt = now;
    if (now - failures.lastAt < forgetMs) return failures;
    this.#failures[of].delete(key);
    return undefined;
  }

  #count(of: 'name' | 'address', key: string, now: number): void {
    const count = (this.#failures[of].get(key)?.count ?? 0) + 1;
    remember(this.#failures[of], key, { count, lastAt: now, told: false });
  }

  #giveBack(of: 'name' | 'address', key: string): void {
    const failures = this.#failures[of].get(key);
    if (failures === undefined) return;
    failures.count -= 1;
    if (failures.count <= 0) this.#failures[of].delete(key);
  }
}

/** One after the other double: 1 s after the last free failure, then 2, 4, … */
function waitUntil({ count, lastAt }: Failures, { free, longestSeconds }: Limits): number {
  if (count < free) return lastAt;
  return lastAt + Math.min(longestSeconds, 2 ** Math.min(count - free, 30)) * 1_000;
}

function pairOf({ name, address }: { readonly name: string; readonly address: string }): string {
  return JSON.stringify([name, address]);
}

/** Puts an entry last, and drops the one that was touched longest ago where there are too many. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= mostRemembered) return;
  const oldest = map.keys().next().value;
  if (oldest !== undefined) map.delete(oldest);
}
