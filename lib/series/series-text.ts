/** A series within its subject: the metric, and the labels that do not identify the subject. */
export interface SubjectSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
/** One label: its name and a JSON string, sticky, so that each match begins where the last one ended. */
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(,?)/suy;

/** Metric and labels as one text, labels sorted, values as JSON strings: `metric{a="1",b="2"}`. Equal series give equal texts. */
export function formatSeries({ metric, labels }: SubjectSeries): string {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return metric;
  return `${metric}{${names.map((name) => `${name}=${JSON.stringify(labels[name])}`).join(',')}}`;
}

/** Reads what `formatSeries` writes, labels in any order. Undefined for anything else. */
export function parseSeries(text: string): SubjectSeries | undefined {
  const metric = metricName.exec(text)?.[0];
  if (metric === undefined) return undefined;
  const rest = text.slice(metric.length);
  if (rest === '' || rest === '{}') return { metric, labels: {} };
  if (!rest.startsWith('{') || !rest.endsWith('}')) return undefined;
  const labels = parseLabels(rest.slice(1, -1));
  return labels === undefined ? undefined : { metric, labels };
}

function parseLabels(text: string): Readonly<Record<string, string>> | undefined {
  const found = new Map<string, string>();
  label.lastIndex = 0;
  for (let more = true; more; ) {
    const match = label.exec(text);
    const [, name, quoted, comma] = match ?? [];
    const value = quoted === undefined ? undefined : unquote(quoted);
    if (name === undefined || value === undefined || found.has(name)) return undefined;
    found.set(name, value);
    more = comma === ',';
    if (!more && label.lastIndex !== text.length) return undefined;
  }
  return Object.fromEntries(found);
}

function unquote(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : undefined;
  } catch (error) {
    // A stray escape or control character is a wrong text, not a fault.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
