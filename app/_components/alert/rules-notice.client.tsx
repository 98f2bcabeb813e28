'use client';

import { formatAge, formatDuration } from '#lib/format/format-duration.ts';
import type { ApiRuleLoad } from '#lib/model/api/alert-rules.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Banner } from '../layout/banner.tsx';
import { levelColour, StaleIcon, StatusIcon } from '../status/status-icon.tsx';
import { useNow } from '../time/now.client.tsx';

interface RulesAgeProps {
  readonly load: ApiRuleLoad;
  readonly evaluatedAt: number | null;
}

const mostProblems = 10;
/** The store hears of an evaluation once a minute. */
const notedEveryMs = 60_000;

/** What must be read before the rules: that changed files are not in force and why, and that nobody judges the rules. */
export function RulesNotice({ load, evaluatedAt }: RulesAgeProps) {
  const t = useTranslate();
  const age = useJudgedAge({ load, evaluatedAt });
  return (
    <div className="space-y-3 not-empty:mb-4">
      {age.isStale && <Banner level="warning">{t('rules.stale', { age: formatDuration(age.ms, t.locale) })}</Banner>}
      {!load.ok && <Rejected load={load} />}
    </div>
  );
}

/** How often the rules are judged, and when it was last. */
export function RulesJudged({ load, evaluatedAt }: RulesAgeProps) {
  const t = useTranslate();
  const { ms, isStale } = useJudgedAge({ load, evaluatedAt });
  const every = formatDuration(load.everySeconds * 1_000, t.locale);
  if (ms === undefined) return <span>{t('rules.judgedEvery', { every })}</span>;
  return (
    <span className={isStale ? 'inline-flex items-center gap-1 font-medium text-warning' : ''}>
      {isStale && <StaleIcon />}
      {t('rules.judged', { every, age: formatDuration(Math.floor(ms / 1_000) * 1_000, t.locale) })}
    </span>
  );
}

function useJudgedAge({ load, evaluatedAt }: RulesAgeProps): { readonly ms: number | undefined; readonly isStale: boolean } {
  const now = useNow();
  if (evaluatedAt === null) return { ms: undefined, isStale: false };
  const ms = Math.max(0, now - evaluatedAt);
  return { ms, isStale: ms > notedEveryMs + 3 * load.everySeconds * 1_000 };
}

function Rejected({ load: { isFallback, problems, triedAt } }: { readonly load: ApiRuleLoad }) {
  const t = useTranslate();
  const level = isFallback ? 'critical' : 'warning';
  return (
    <section
      aria-label={t('rules.rejected.label')}
      data-testid="rules-rejected"
      className={`rounded-lg px-4 py-3 ${isFallback ? 'bg-critical-tint' : 'bg-warning-tint'}`}
    >
      <h2 className={`flex items-center gap-2 font-semibold ${levelColour(level)}`}>
        <StatusIcon level={level} />
        {t(isFallback ? 'rules.rejected.atStart' : 'rules.rejected')}
      </h2>
      <p className="mt-1">
        {t('rules.rejected.tried', { age: formatAge(triedAt, useNow(), t.locale) })} {t('rules.rejected.hint')}
      </p>
      <ul className="mt-2 space-y-1.5">
        {problems.slice(0, mostProblems).map(({ file, line, path, message }) => (
          <li key={`${file} ${line} ${path} ${message}`} className="border-line-strong border-l-2 pl-3">
            <code className="break-all font-medium font-mono text-xs">{line === null ? file : `${file}:${line}`}</code>
            {path !== '' && <code className="ml-2 break-all font-mono text-xs">{path}</code>}
            <span lang="en" className="block max-w-[100ch] break-words">
              {message}
            </span>
          </li>
        ))}
      </ul>
      {problems.length > mostProblems && (
        <p className="mt-2">{t('rules.rejected.more', { count: problems.length - mostProblems })}</p>
      )}
    </section>
  );
}
