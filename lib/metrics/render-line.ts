import type { Sample } from '#lib/series/sample.ts';
import type { MetricDefinition } from './metric-definition.ts';

/**
 * HELP and TYPE of a family in the Prometheus text format 0.0.4, which knows no `info`: such a family is a gauge there.
 * Source: prometheus.io/docs/instrumenting/exposition_formats.
 */
export function renderFamilyHeader({ name, type, help }: MetricDefinition): string {
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type === 'info' ? 'gauge' : type}\n`;
}

/**
 * HELP, TYPE and UNIT of a family in OpenMetrics 1.0, where a family's name lacks the suffix that its samples carry: `_info` of an info,
 * `_total` of a counter. UNIT is written where the name ends in it, as the format demands. Source: OpenMetrics 1.0, "Metric types".
 */
export function renderOpenMetricsHeader({ name, type, help, unit }: MetricDefinition): string {
  const family = toFamilyName(name, type);
  const unitLine = unit !== undefined && family.endsWith(`_${unit}`) ? `# UNIT ${family} ${unit}\n` : '';
  return `# HELP ${family} ${escapeHelp(help).replaceAll('"', '\\"')}\n# TYPE ${family} ${type}\n${unitLine}`;
}

/** The family's name in OpenMetrics: that of its samples without the suffix of its type. */
export function toFamilyName(name: string, type: string): string {
  const suffix = type === 'info' ? '_info' : type === 'counter' ? '_total' : '';
  return suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** One sample with its line end. Labels come in the order of the catalogue; one that the sample does not have is left out. */
export function renderLine(definition: MetricDefinition, { labels, value }: Pick<Sample, 'labels' | 'value'>): string {
  let text = definition.name;
  let isFirst = true;
  for (const label of definition.labels) {
    const labelValue = labels[label];
    if (labelValue === undefined) continue;
    // In few pieces: each joint of a text is an object of its own until somebody reads it, and this is the hot path of all.
    const { first, next } = openingOf(label);
    text += isFirst ? first : next;
    text += escapeLabelValue(labelValue);
    isFirst = false;
  }
  return `${text}${isFirst ? ' ' : '"} '}${renderValue(value)}\n`;
}

/** What stands before a label's value, by label: names of the catalogue, which are few. */
const openings = new Map<string, { readonly first: string; readonly next: string }>();

function openingOf(label: string): { readonly first: string; readonly next: string } {
  const known = openings.get(label);
  if (known !== undefined) return known;
  const opening = { first: `{${label}="`, next: `",${label}="` };
  openings.set(label, opening);
  return opening;
}

/** A float as Go's strconv.ParseFloat reads it. */
export function renderValue(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value < 0 ? '-Inf' : '+Inf';
}

/** Backslash, quote and line feed are all that the format escapes. NUL ends the input of some parsers, so it becomes U+FFFD. */
export function escapeLabelValue(text: string): string {
  // Most values hold nothing of the kind, and one test is cheaper than four replacements.
  if (!needsEscape.test(text)) return text;
  return toExposedText(text).replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

/** A label's value as those who read the text get it. */
export function toExposedText(text: string): string {
  return noText.test(text) ? text.replaceAll('\0', '\ufffd').toWellFormed() : text;
}

const noText = /[\0\ud800-\udfff]/;

const needsEscape = /[\\\n"\0\ud800-\udfff]/;

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
