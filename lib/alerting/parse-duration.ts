const grammar = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const unitsMs = [365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1] as const;
/** Prometheus keeps durations in 64 bits of nanoseconds; half of that is long enough for anybody. */
const longestMs = 146 * 365 * 86_400_000;

/**
 * Reads a duration as Prometheus writes it, such as `1h30m`, `90s`, `0`: units from large to small, each once. Milliseconds; undefined
 * for anything else. Source: prometheus/common, model.ParseDuration.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const parts = text === '' || text.length > 64 ? null : grammar.exec(text);
  if (parts === null) return undefined;
  const ms = unitsMs.reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit, 0);
  return ms <= longestMs ? ms : undefined;
}

/** The shortest text that `parseDuration` reads back to this many milliseconds. */
export function renderDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = ms;
  let text = '';
  for (const [index, unit] of unitsMs.entries()) {
    // Years and weeks are left out: days say the same, and are what people write.
    if (index < 2) continue;
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) text += `${count}${['y', 'w', 'd', 'h', 'm', 's', 'ms'][index]}`;
  }
  return text;
}
