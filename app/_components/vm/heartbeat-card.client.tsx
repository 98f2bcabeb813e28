'use client';

import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { Facts } from '../layout/facts.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { PartAge } from './part-age.client.tsx';
import { Switched, useStatusText } from './status-text.client.tsx';

/** The heartbeat as Hyper-V codes it. The verdict on it stands among the vital signs. */
export function HeartbeatCard({ heartbeat }: { readonly heartbeat: ApiVmDetail['heartbeat'] }) {
  const t = useTranslate();
  const status = useStatusText();
  return (
    <Card title={t('vm.heartbeat')} aside={<PartAge part={heartbeat} />}>
      {heartbeat === null ? (
        <StateNote kind="empty">{t('sign.noReading.detail')}</StateNote>
      ) : (
        <Facts
          rows={[
            { label: t('vm.services.enabled'), value: <Switched enabled={heartbeat.reading.enabled ?? null} /> },
            { label: t('vm.services.primary'), value: status(heartbeat.reading.primary) },
            { label: t('vm.services.secondary'), value: status(heartbeat.reading.secondary) },
            {
              label: t('vm.heartbeat.ever'),
              value: t(heartbeat.reading.everInContact ? 'vm.heartbeat.yes' : 'vm.heartbeat.no'),
            },
          ]}
        />
      )}
    </Card>
  );
}
