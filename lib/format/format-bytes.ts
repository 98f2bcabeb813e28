import { type Locale, translateFor } from '#lib/i18n/translate.ts';
import { missing } from './missing.ts';

const units = ['unit.bytes', 'unit.kibibytes', 'unit.mebibytes', 'unit.gibibytes', 'unit.tebibytes', 'unit.pebibytes'] as const;

/** A size in binary units with about three digits, such as "512 B", "1.5 KiB", "20 GiB". Missing or negative: "—". */
export function formatBytes(bytes: number | null | undefined, locale: Locale = 'en'): string {
  if (typeof bytes !== 'number' || !Number.isFinite(bytes) || bytes < 0) return missing;
  let value = bytes;
  let index = 0;
  // 1023.95 would round to "1,024": the next unit starts a little earlier.
  while (value >= 1023.95 && index < units.length - 1) {
    value /= 1_024;
    index += 1;
  }
  const text = new Intl.NumberFormat(locale, { maximumFractionDigits: index === 0 || value >= 100 ? 0 : 1 }).format(value);
  return translateFor(locale)(units[index] ?? 'unit.bytes', { value: text });
}
