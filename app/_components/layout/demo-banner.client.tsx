'use client';

import { useQuery } from '@tanstack/react-query';
import { pulseQuery } from '#app/_queries/pulse.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';

/** Says that what is shown is not real, where a target is simulated. */
export function DemoBanner() {
  const t = useTranslate();
  const { data } = useQuery(pulseQuery());
  if (data === undefined || data.simulated === 0) return null;
  const { targets: total, simulated: count } = data;
  return (
    <aside className="border-line border-b bg-info-tint text-info" data-testid="demo-banner">
      <p className="mx-auto flex max-w-[120rem] items-center gap-2 px-4 py-1.5 text-xs">
        <StatusIcon level="info" />
        {count === total ? t('demo.bannerAll') : t('demo.banner', { count, total })}
      </p>
    </aside>
  );
}
