/** Whether what a wall shows can be taken as current, and if not, why and since when (UTC milliseconds). */
export type WallAlive =
  | { readonly kind: 'current' }
  | { readonly kind: 'stale'; readonly why: 'data' | 'connection' | 'store'; readonly since: number };

/** So many intervals without any new reading, and the wall says so in large letters. */
export const wallStaleIntervals = 2;
/** A server that is started again is back before this, so a short break raises no alarm. */
const contactGraceMs = 10_000;
/** Where no host answers, hosts are tried ever more rarely, and each of them is shown as out of reach; only a long silence says more. */
const longestSilenceMs = 600_000;

export interface WallAliveInput {
  /** When hvitals last answered, by event or poll; null where it has just done so or never has. */
  readonly lostSince: number | null;
  /** Since when the app says that it cannot read its store; null where it can. */
  readonly storeLostSince: number | null;
  readonly newestReadAt: number | null;
  readonly intervalSeconds: number | null;
  readonly now: number;
}

/** Decides whether the wall is current. Pure; all times are the server's, so a browser's wrong clock changes nothing. */
export function decideWallAlive({ lostSince, storeLostSince, newestReadAt, intervalSeconds, now }: WallAliveInput): WallAlive {
  if (lostSince !== null && now - lostSince > contactGraceMs) return { kind: 'stale', why: 'connection', since: lostSince };
  if (storeLostSince !== null && now - storeLostSince > contactGraceMs) {
    return { kind: 'stale', why: 'store', since: storeLostSince };
  }
  if (newestReadAt === null) return { kind: 'current' };
  const limitMs = intervalSeconds === null ? longestSilenceMs : wallStaleIntervals * intervalSeconds * 1_000;
  return now - newestReadAt > limitMs ? { kind: 'stale', why: 'data', since: newestReadAt } : { kind: 'current' };
}
