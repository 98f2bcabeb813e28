'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { logOut } from '#app/_queries/log-in.ts';
import { Popup } from '../controls/popup.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useSession } from '../session/use-session.client.tsx';
import { ownPlacesFor } from '../shell/places.ts';

/** Who has logged in, where that can be changed, and the way out. Nothing where nobody logs in. */
export function UserMenu() {
  const t = useTranslate();
  const path = usePathname();
  const session = useSession();
  if (session?.kind !== 'user') return null;
  const { name, role } = session;
  return (
    // Another page is another menu: whoever has gone there is done with it.
    <Popup
      key={path}
      align="right"
      name={t('access.menu', { name })}
      label={
        <>
          <svg viewBox="0 0 16 16" className="size-3.5 text-muted" aria-hidden="true" focusable="false">
            <path
              d="M8 8.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14a5.5 4.5 0 0 1 11 0"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
            />
          </svg>
          <bdi className="max-w-32 truncate max-sm:hidden">{name}</bdi>
        </>
      }
    >
      <p className="border-line border-b px-2 pb-2">
        <bdi className="block truncate font-medium">{name}</bdi>
        {role !== null && <span className="text-muted text-xs">{t(`access.role.${role}`)}</span>}
      </p>
      <ul className="py-1">
        {ownPlacesFor(session).map(({ href, key }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={path === href ? 'page' : undefined}
              className="block rounded px-2 py-1 text-ink no-underline hover:bg-raised aria-[current]:font-medium"
            >
              {t(key)}
            </Link>
          </li>
        ))}
      </ul>
      <div className="border-line border-t pt-1">
        <button
          type="button"
          className="block w-full cursor-pointer rounded px-2 py-1 text-left hover:bg-raised"
          onClick={() => void logOut()}
        >
          {t('access.logOut')}
        </button>
      </div>
    </Popup>
  );
}
