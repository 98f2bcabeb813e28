import type { WallParams, WallView } from './search-params.ts';

/** The order in which a rotating wall shows its views. */
const rotated = ['map', 'problems', 'hosts'] as const satisfies readonly WallView[];

/** Which view is on. It follows the time of day, so that several walls of one room turn together, and one that was reloaded goes on. Pure. */
export function decideView({ rotate, view }: Pick<WallParams, 'rotate' | 'view'>, now: number): WallView {
  if (rotate === null) return view;
  return rotated[Math.floor(now / (rotate * 1_000)) % rotated.length] ?? view;
}
