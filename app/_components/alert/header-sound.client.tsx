'use client';

import { useQuery } from '@tanstack/react-query';
import { alertBriefQuery } from '#app/_queries/alert-brief.ts';
import { sumAlerts } from '#lib/derive/alert-brief.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useAlertSound } from './use-alert-sound.client.tsx';

/** Makes the sound of the page, and says where the browser waits for a click. */
export function HeaderSound() {
  const t = useTranslate();
  const { data } = useQuery(alertBriefQuery);
  const sound = useAlertSound(true, data && sumAlerts(data.sites, null).newestCriticalAt);
  return (
    <p role="status" className="text-xs" data-testid="header-sound">
      {sound === 'waiting' ? (
        <span className="font-medium text-warning">{t('watch.sound.click')}</span>
      ) : (
        <span className="text-muted">{t('watch.sound.on')}</span>
      )}
    </p>
  );
}
