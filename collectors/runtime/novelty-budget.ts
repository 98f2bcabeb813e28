/** How much a host may bring at once, and how much of it comes back each hour. */
export interface NoveltyLimit {
  readonly most: number;
  readonly perHour: number;
}

/** Series in lists that nobody has sent before. A host with 260 disks on each of 20 VMs, none of them alike, stays below. */
export const newSeriesLimit: NoveltyLimit = { most: 20_000, perHour: 600 };
/** VMs that the host did not have in its last scrape: a host comes with all of its VMs once, and replaces some now and then. */
export const newVmsLimit: NoveltyLimit = { most: 4_096, perHour: 60 };

const hourMs = 3_600_000;

/**
 * What each host may still bring that was not there before. Names are kept for as long as history is, so a host that makes them up anew
 * each time would fill the store and the memory of all others.
 */
export class NoveltyBudget {
  readonly #limit: NoveltyLimit;
  readonly #left = new Map<string, { amount: number; at: number }>();

  constructor(limit: NoveltyLimit) {
    this.#limit = limit;
  }

  /** Takes `amount` from the host's budget; false, and nothing is taken, where less is left. `now`: UTC milliseconds. */
  take(host: string, amount: number, now: number): boolean {
    const { most, perHour } = this.#limit;
    const last = this.#left.get(host) ?? { amount: most, at: now };
    const hours = Math.max(0, now - last.at) / hourMs;
    const left = Math.min(most, last.amount + hours * perHour);
    const isEnough = amount <= left;
    this.#left.set(host, { amount: isEnough ? left - amount : left, at: now });
    return isEnough;
  }
}
