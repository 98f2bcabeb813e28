import { renderMatcher } from '#lib/alerting/matcher.ts';
import { isFindingCode } from '#lib/findings/finding.ts';
import { hostFindingCodes } from '#lib/findings/host-finding.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiAlertRule } from '#lib/model/api/alert-rules.ts';

const operators = { '>': 'gt', '>=': 'ge', '<': 'lt', '<=': 'le', '==': 'eq', '!=': 'ne' } as const;
const matchers = { '=': 'is', '!=': 'not', '=~': 'like', '!~': 'unlike' } as const;

type Condition = Pick<ApiAlertRule, 'series' | 'where' | 'abs' | 'op' | 'threshold'>;

/** What a rule compares, for people: a finding by its name, anything else as metric, labels and threshold. Pure. */
export function describeCondition(t: Translate, { series, where, abs, op, threshold }: Condition): string {
  const code = where.find(({ name, op: how }) => name === 'code' && how === '=')?.value;
  const title = code === undefined || op !== '>' || threshold !== 0 ? undefined : findingTitle(t, code);
  if (title !== undefined && where.length === 1 && /_finding$/.test(series)) return t('rules.words.finding', { title });
  const conditions = where.map((one) =>
    t(`rules.where.${matchers[one.op]}`, { name: one.name, value: JSON.stringify(one.value) }),
  );
  const subject = [series, ...conditions].join(', ');
  // In the digits of PromQL, because that is where the number comes from.
  return t(`rules.op.${operators[op]}`, {
    subject: abs ? t('rules.words.abs', { subject }) : subject,
    threshold: String(threshold),
  });
}

/** How long a rule waits, and how long it goes on. Pure. */
export function describeTimes(
  t: Translate,
  { forSeconds, keepFiringForSeconds }: Pick<ApiAlertRule, 'forSeconds' | 'keepFiringForSeconds'>,
): string {
  const duration = (seconds: number) => formatDuration(seconds * 1_000, t.locale);
  const waits = forSeconds === 0 ? t('rules.for.none') : duration(forSeconds);
  return keepFiringForSeconds === 0 ? waits : t('rules.forAndKeep', { waits, keep: duration(keepFiringForSeconds) });
}

/** The condition in PromQL without what takes the scraper's labels away, which is the same for every rule. Pure. */
export function shortExpression({ series, where, abs, op, threshold }: Condition): string {
  const selector = where.length === 0 ? series : `${series}{${where.map(renderMatcher).join(',')}}`;
  return `${abs ? `abs(${selector})` : selector} ${op} ${threshold}`;
}

function findingTitle(t: Translate, code: string): string | undefined {
  if (isFindingCode(code)) return t(`finding.${code}.title`);
  const ofHost = hostFindingCodes.find((known) => known === code);
  return ofHost === undefined ? undefined : t(`finding.${ofHost}.title`);
}
