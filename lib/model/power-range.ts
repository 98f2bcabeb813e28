const hourMs = 3_600_000;

/** Spans that end now, over which the power of a VM is told, by their name in a URL. */
export const powerRanges = { '24h': 24 * hourMs, '7d': 168 * hourMs } as const;
export type PowerRange = keyof typeof powerRanges;
export const powerRangeNames = Object.keys(powerRanges) as readonly PowerRange[];

/** The range of a URL; a day where it names none that there is. Pure. */
export function parsePowerRange(params: URLSearchParams): PowerRange {
  return powerRangeNames.find((name) => name === params.get('range')) ?? '24h';
}
