'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { handoverQuery } from '#app/_queries/handover.ts';
import type { ApiHandover } from '#lib/model/api/handover.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';

/** The last 12 hours of alerts in one line, as the way to the handover. */
export function HandoverCard() {
  const { data, isError } = useQuery(handoverQuery(12));
  return <HandoverCardView handover={data} isError={isError} />;
}

interface HandoverCardViewProps {
  /** Undefined where nothing has come yet. */
  readonly handover: Pick<ApiHandover, 'numbers' | 'passed' | 'deeds'> | undefined;
  readonly isError: boolean;
}

/** The card itself, whatever its data come from. */
export function HandoverCardView({ handover, isError }: HandoverCardViewProps) {
  const t = useTranslate();
  return (
    <Card title={t('handover.card')} aside={<Link href="/handover">{t('handover.card.all')}</Link>} testId="handover-card">
      {handover === undefined ? <StateNote kind={isError ? 'error' : 'loading'} /> : <Line handover={handover} />}
    </Card>
  );
}

function Line({
  handover: { numbers, passed, deeds },
}: {
  readonly handover: Pick<ApiHandover, 'numbers' | 'passed' | 'deeds'>;
}) {
  const t = useTranslate();
  const { firing, waiting, began, ended } = numbers;
  const came = passed.reduce((sum, { count }) => sum + count, 0);
  return (
    <ul className="flex flex-wrap gap-x-8 gap-y-1 px-4 py-3">
      <li className={`flex items-center gap-1.5 ${waiting > 0 ? 'font-medium' : 'text-muted'}`}>
        <StatusIcon level={waiting > 0 ? 'warning' : 'ok'} />
        {t('handover.card.open', { count: firing, waiting })}
      </li>
      <li>{t('handover.card.came', { count: came })}</li>
      <li className="text-muted">{t('handover.card.turns', { began, ended })}</li>
      <li className="text-muted">{t('handover.card.deeds', { count: deeds.length })}</li>
    </ul>
  );
}
