'use client';

import { type AlertSum, alertSeverities } from '#lib/derive/alert-brief.ts';
import { formatCount } from '#lib/format/format-count.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiAlertName } from '#lib/model/api/alert-brief.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';

interface WallAlertsProps {
  readonly sum: AlertSum;
  /** When the rules were evaluated last, UTC milliseconds; null where they never were. */
  readonly evaluatedAt: number | null;
  readonly now: number;
}

/** Rules are evaluated each 15 s; after so long without it, quiet says nothing. */
const lateMs = 60_000;

/** Alerts that wait for somebody: how many of which severity, and the gravest and oldest by name. Where none waits, one quiet line. */
export function WallAlerts({ sum, evaluatedAt, now }: WallAlertsProps) {
  const t = useTranslate();
  const { waiting, waits, heldBack, first } = sum;
  const isLate = evaluatedAt === null || now - evaluatedAt > lateMs;
  const worst = alertSeverities.find((severity) => waiting[severity] > 0);
  return (
    <section
      className="wall-alerts"
      aria-label={t('watch.wall')}
      data-testid="wall-alerts"
      data-worst={worst ?? 'none'}
      data-late={isLate || undefined}
    >
      {worst === undefined ? (
        <p className="wall-alerts-quiet">
          <StatusIcon level={isLate ? 'unknown' : 'ok'} className="wall-icon" />
          {t(isLate ? 'watch.wall.unknown' : 'watch.wall.none')}
        </p>
      ) : (
        <ul className="wall-alerts-counts">
          {alertSeverities
            .filter((severity) => waiting[severity] > 0)
            .map((severity) => (
              <li key={severity} className={levelColour(severity)} data-severity={severity}>
                <StatusIcon level={severity} className="wall-icon" />
                <strong>{formatCount(waiting[severity], t.locale)}</strong>
                <span>{t(`watch.wall.${severity}`, { count: waiting[severity] })}</span>
              </li>
            ))}
        </ul>
      )}
      {first !== null && <First first={first} more={waits - 1} now={now} />}
      <p className="wall-alerts-aside">
        {heldBack > 0 && <span data-testid="wall-held">{t('watch.held', { count: heldBack })}</span>}
        <span className={isLate ? 'text-warning' : ''} data-testid="wall-evaluated">
          {evaluatedAt === null
            ? t('watch.neverEvaluated')
            : t('watch.evaluated', { age: formatAge(evaluatedAt, now, t.locale) })}
        </span>
      </p>
    </section>
  );
}

function First({ first, more, now }: { readonly first: ApiAlertName; readonly more: number; readonly now: number }) {
  const t = useTranslate();
  const { summary, vm, host, firingAt } = first;
  // A summary mostly names its VM or host; then only what it does not say is added.
  const where = [vm, host].filter((name) => name !== null && !summary.includes(name));
  return (
    <p className="wall-alerts-first">
      <bdi className="wall-alerts-summary">{toVisibleString(summary)}</bdi>
      {where.length > 0 && (
        <bdi className="wall-alerts-where">{where.map((name) => toVisibleString(name ?? '')).join(' · ')}</bdi>
      )}
      <span className="wall-alerts-age">{formatAge(firingAt, now, t.locale)}</span>
      {more > 0 && <span className="wall-alerts-more">{t('wall.more', { count: more })}</span>}
    </p>
  );
}
