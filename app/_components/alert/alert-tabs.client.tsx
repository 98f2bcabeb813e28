'use client';

import { useTranslate } from '../i18n/use-translate.client.tsx';
import { PageTabs } from '../layout/page-tabs.client.tsx';

/** From what fires to the rules that say so, and back. */
export function AlertTabs() {
  const t = useTranslate();
  const tabs = [
    { href: '/alerts', text: t('alerts.tab.alerts') },
    { href: '/alerts/rules', text: t('alerts.tab.rules') },
  ];
  return <PageTabs label={t('alerts.tabs')} tabs={tabs} />;
}
