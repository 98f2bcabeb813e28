import type { ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';

/**
 * When a beacon last said something, by NTP time: the host saw it by its own clock, so what that is known to be off is taken away. Where
 * it is not known, the host's clock is taken as right. UTC milliseconds. Pure.
 */
export function saidAtByNtp({ saidAt }: Pick<ApiVmClock, 'saidAt'>, host: Pick<ApiHostClock, 'vsNtp'> | null): number | null {
  if (saidAt === null) return null;
  return saidAt - (host?.vsNtp?.seconds ?? 0) * 1_000;
}
