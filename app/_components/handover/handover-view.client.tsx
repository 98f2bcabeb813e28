'use client';

import type { ApiHandover } from '#lib/model/api/handover.ts';
import { levelOf } from '../event/event-cells.client.tsx';
import { kindKey } from '../event/event-facts.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { HandoverDeeds } from './handover-deeds.client.tsx';
import { HandoverNumbers } from './handover-numbers.client.tsx';
import { HandoverOpen } from './handover-open.client.tsx';
import { HandoverPassed } from './handover-passed.client.tsx';

/** The sections of a handover, whatever its data come from. */
export function HandoverView({ handover }: { readonly handover: ApiHandover }) {
  const t = useTranslate();
  const { numbers, open, passed, deeds, completeFrom } = handover;
  return (
    <div className="space-y-4">
      <HandoverNumbers handover={handover} />
      {completeFrom !== null && <p className="text-warning">{t('handover.cut')}</p>}
      <Card title={t('handover.open', { count: numbers.firing })} testId="handover-open">
        {open.length === 0 ? <StateNote kind="empty">{t('handover.open.none')}</StateNote> : <HandoverOpen alerts={open} />}
        {numbers.firing > open.length && (
          <p className="border-line border-t px-4 py-2 text-muted">
            {t('handover.open.more', { count: numbers.firing - open.length })}
          </p>
        )}
      </Card>
      <Card title={t('handover.passed', { count: passed.reduce((sum, group) => sum + group.count, 0) })} testId="handover-passed">
        {passed.length === 0 ? (
          <StateNote kind="empty">{t('handover.passed.none')}</StateNote>
        ) : (
          <HandoverPassed groups={passed} />
        )}
      </Card>
      <Card title={t('handover.deeds', { count: deeds.length })} testId="handover-deeds">
        {deeds.length === 0 ? <StateNote kind="empty">{t('handover.deeds.none')}</StateNote> : <HandoverDeeds deeds={deeds} />}
      </Card>
      <Card title={t('handover.happened')} testId="handover-happened">
        <Happened handover={handover} />
      </Card>
    </div>
  );
}

/** Power and migrations of the span in numbers. */
function Happened({ handover: { power, migrations } }: { readonly handover: ApiHandover }) {
  const t = useTranslate();
  const moves = (['failed', 'running', 'finished'] as const).filter((result) => migrations[result] > 0);
  if (power.length + moves.length === 0) return <p className="px-4 py-3 text-muted">{t('handover.happened.none')}</p>;
  return (
    <ul className="flex flex-wrap gap-x-8 gap-y-2 px-4 py-3">
      {power.map(({ kind, severity, count }) => (
        <Count key={kind} level={levelOf(severity)} count={count} text={t(kindKey(kind))} />
      ))}
      {moves.map((result) => (
        <Count
          key={result}
          level={result === 'failed' ? 'warning' : 'info'}
          count={migrations[result]}
          text={t(`handover.migrations.${result}`)}
        />
      ))}
    </ul>
  );
}

interface CountProps {
  readonly level: 'critical' | 'warning' | 'info';
  readonly count: number;
  readonly text: string;
}

function Count({ level, count, text }: CountProps) {
  return (
    <li className="flex items-center gap-1.5">
      <StatusIcon level={level} className="size-4" />
      <strong className={`tabular-nums ${level === 'info' ? '' : levelColour(level)}`}>{count}</strong>
      {text}
    </li>
  );
}
