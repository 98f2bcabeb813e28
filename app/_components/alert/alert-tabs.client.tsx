'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslate } from '../i18n/use-translate.client.tsx';

const tabs = [
  { href: '/alerts', key: 'alerts.tab.alerts' },
  { href: '/alerts/rules', key: 'alerts.tab.rules' },
] as const;

/** From what fires to the rules that say so, and back. */
export function AlertTabs() {
  const t = useTranslate();
  const path = usePathname();
  return (
    <nav aria-label={t('alerts.tabs')} className="mb-3 flex gap-4 border-line border-b">
      {tabs.map(({ href, key }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={path === href ? 'page' : undefined}
          className="-mb-px border-transparent border-b-2 px-1 py-1.5 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {t(key)}
        </Link>
      ))}
    </nav>
  );
}
