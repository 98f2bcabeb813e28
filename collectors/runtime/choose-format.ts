import type { TextFormat } from '#lib/metrics/text-format.ts';

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly weight: number;
}

/**
 * The text format for an Accept header (RFC 9110 12.5.1): OpenMetrics where version 1.0.0, or no version, is asked for by name with at
 * least the weight that Prometheus text has; else Prometheus text, which every scraper reads. Never refuses.
 */
export function chooseFormat(accept: string | undefined): TextFormat {
  const ranges = (accept ?? '').split(',').map(parseRange);
  const openmetrics = ranges.filter(
    ({ type, parameters }) => type === 'application/openmetrics-text' && (parameters.get('version') ?? '1.0.0') === '1.0.0',
  );
  const weight = Math.max(0, ...openmetrics.map((range) => range.weight));
  return weight > 0 && weight >= weightOfText(ranges) ? 'openmetrics' : 'prometheus';
}

/** The most specific range that covers text/plain decides. */
function weightOfText(ranges: readonly MediaRange[]): number {
  for (const type of ['text/plain', 'text/*', '*/*']) {
    const named = ranges.filter((range) => range.type === type);
    if (named.length > 0) return Math.max(...named.map(({ weight }) => weight));
  }
  return 0;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameters = new Map(
    rest.map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim());
      return [name, value.replace(/^"(.*)"$/, '$1')];
    }),
  );
  const weight = Number(parameters.get('q') ?? 1);
  return { type, parameters, weight: Number.isFinite(weight) ? weight : 0 };
}
