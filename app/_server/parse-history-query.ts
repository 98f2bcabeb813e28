import { z } from 'zod';
import type { Subject } from '#lib/history/history.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { parseSeries, type SubjectSeries } from '#lib/series/series-text.ts';
import { alignDown, chooseStepMs } from '#lib/series/time-steps.ts';

/** A question to history that can be answered. Times are UTC milliseconds and multiples of the step. */
export interface HistoryQuery {
  readonly subject: Subject;
  readonly series: readonly SubjectSeries[];
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly format: 'json' | 'csv' | undefined;
}

/** What is wrong with one parameter. */
export interface ParameterProblem {
  readonly parameter: string;
  readonly problem: string;
}

export type ParsedHistoryQuery =
  | { readonly ok: true; readonly query: HistoryQuery }
  | { readonly ok: false; readonly problems: readonly ParameterProblem[] };

const mostSeries = 40;
const mostValues = 2_000;
const usualValues = 600;
const longestText = 1_000;
const newestTime = 8_640_000_000_000_000;
const unitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const time = z
  .string()
  .max(40)
  .transform((text, context) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Date.parse(text);
    const zoned = /^\d{1,16}$/.test(text) || /(Z|[+-]\d\d:\d\d)$/.test(text);
    if (Number.isFinite(value) && zoned && value >= 0 && value <= newestTime) return value;
    context.addIssue('a time such as 2026-11-23T08:00:00Z, or UTC milliseconds');
    return z.NEVER;
  });

const step = z
  .string()
  .max(20)
  .transform((text, context) => {
    const [, number, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
    const value = Number(number) * unitsMs[unit as keyof typeof unitsMs];
    if (number !== undefined && value > 0) return value;
    context.addIssue('seconds, or a number with a unit, such as 15s, 5m, 1h or 1d');
    return z.NEVER;
  });

const subject = z
  .string()
  .max(longestText)
  .transform((text, context): Subject => {
    const [kind, ...rest] = text.split(':');
    const name = rest.join(':');
    const vmId = kind === 'vm' ? parseVmId(name) : undefined;
    if (vmId !== undefined) return `vm:${vmId}`;
    if (kind === 'host' && name !== '' && name.length <= 253) return `host:${name}`;
    context.addIssue('vm:<id> or host:<name>');
    return z.NEVER;
  });

const oneSeries = z
  .string()
  .max(longestText)
  .transform((text, context): SubjectSeries => {
    const parsed = parseSeries(text);
    if (parsed === undefined) context.addIssue('a metric with labels, such as name{service="kvp"}');
    else if (!Object.hasOwn(catalog, parsed.metric))
      context.addIssue(`there is no metric ${parsed.metric}; docs/metrics.md lists them`);
    else return parsed;
    return z.NEVER;
  });

const parameters = z.object({
  subject,
  series: z.array(oneSeries).min(1, 'at least one is needed').max(mostSeries, `at most ${mostSeries}`),
  from: time,
  to: time.optional(),
  step: step.optional(),
  format: z.enum(['json', 'csv']).optional(),
});

/** Query of a URL → what to read, or every parameter that is wrong. `now` stands for an absent `to`, UTC milliseconds. Pure. */
export function parseHistoryQuery(params: URLSearchParams, now: number): ParsedHistoryQuery {
  const single = (name: string) => params.get(name) ?? undefined;
  const parsed = parameters.safeParse({
    subject: single('subject'),
    series: params.getAll('series').slice(0, mostSeries + 1),
    from: single('from'),
    to: single('to'),
    step: single('step'),
    format: single('format'),
  });
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(toProblem) };
  const { data } = parsed;
  const wantedTo = data.to ?? now;
  const stepMs = data.step ?? chooseStepMs(Math.max(0, wantedTo - data.from), usualValues);
  const from = alignDown(data.from, stepMs);
  const to = alignDown(wantedTo, stepMs);
  if (to < from) return { ok: false, problems: [{ parameter: 'to', problem: 'it lies before from' }] };
  const count = (to - from) / stepMs + 1;
  if (count > mostValues) {
    const problem = `${count} values per series; at most ${mostValues} are given: ask for a longer step or a shorter time`;
    return { ok: false, problems: [{ parameter: 'step', problem }] };
  }
  return { ok: true, query: { subject: data.subject, series: data.series, from, to, stepMs, format: data.format } };
}

function toProblem({ path, message, code }: z.core.$ZodIssue): ParameterProblem {
  const [parameter, index] = path;
  const place = typeof index === 'number' ? ` ${index + 1}` : '';
  return { parameter: `${String(parameter)}${place}`, problem: code === 'invalid_type' ? 'missing' : message };
}
