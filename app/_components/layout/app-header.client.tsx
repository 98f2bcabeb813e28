'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { UserMenu } from '../access/user-menu.client.tsx';
import { AlertSound, NavAlerts } from '../alert/nav-alerts.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { places } from '../shell/places.ts';
import { ShellTools } from '../shell/shell-tools.client.tsx';
import { Liveness } from './liveness.client.tsx';
import { Mark } from './mark.tsx';

/** Name, places, whether the page is alive, and the tools. */
export function AppHeader() {
  const t = useTranslate();
  const path = usePathname();
  return (
    <header className="border-line border-b bg-surface">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:bg-surface focus:p-2">
        {t('app.skip')}
      </a>
      <div className="mx-auto flex max-w-[120rem] flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2">
        <Link href="/" className="flex items-center gap-2 font-semibold no-underline">
          <Mark />
          {t('app.name')}
        </Link>
        <nav aria-label={t('nav.label')} className="max-sm:order-3 max-sm:-mx-2 max-sm:w-full">
          <ul className="flex flex-wrap gap-1">
            {places.map(({ href, key }) => (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={path === href ? 'page' : isBelow(path, href) ? 'true' : undefined}
                  className="rounded px-2 py-1 text-muted no-underline hover:text-ink aria-[current]:bg-raised aria-[current]:font-medium aria-[current]:text-ink aria-[current]:ring-1 aria-[current]:ring-line"
                >
                  {t(key)}
                  {href === '/alerts' && <NavAlerts />}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="ml-auto flex items-center gap-3 max-sm:order-2">
          <AlertSound />
          <Liveness />
          <ShellTools />
          <UserMenu />
        </div>
      </div>
    </header>
  );
}

/** A page of one host belongs to the hosts. */
function isBelow(path: string, href: string): boolean {
  return href !== '/' && path.startsWith(`${href}/`);
}
