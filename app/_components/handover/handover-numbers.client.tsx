'use client';

import { formatCount } from '#lib/format/format-count.ts';
import type { ApiHandover } from '#lib/model/api/handover.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Stat } from '../layout/stat.tsx';
import { StatusIcon } from '../status/status-icon.tsx';

/** The numbers that a handover leads with: what fired before and what began, less what ended, is what fires now. */
export function HandoverNumbers({ handover: { numbers, hours } }: { readonly handover: ApiHandover }) {
  const t = useTranslate();
  const { firing, waiting, began, ended, firingBefore } = numbers;
  const count = (value: number) => formatCount(value, t.locale);
  return (
    <dl
      aria-label={t('handover.numbers')}
      className="grid auto-rows-fr grid-cols-2 gap-3 xl:grid-cols-4"
      data-testid="handover-numbers"
    >
      <Stat
        label={t('handover.waiting')}
        value={
          <span className="flex items-center gap-2" data-number="waiting">
            <StatusIcon level={waiting > 0 ? 'warning' : 'ok'} className="size-5" />
            {count(waiting)}
          </span>
        }
      >
        <span>{t('handover.waiting.of', { count: firing })}</span>
      </Stat>
      <Stat
        label={t('handover.firingBefore', { count: hours })}
        value={<span data-number="before">{count(firingBefore)}</span>}
      />
      <Stat label={t('handover.began')} value={<span data-number="began">{count(began)}</span>} />
      <Stat label={t('handover.ended')} value={<span data-number="ended">{count(ended)}</span>} />
    </dl>
  );
}
