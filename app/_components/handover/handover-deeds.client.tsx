'use client';

import type { ApiDeed } from '#lib/model/api/handover.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { LocalTime } from '../time/local-time.client.tsx';
import { deedKey } from './deed-key.ts';

/** What people did, newest first: who, what, about what, and in which words. */
export function HandoverDeeds({ deeds }: { readonly deeds: readonly ApiDeed[] }) {
  const t = useTranslate();
  return (
    <ul>
      {deeds.map(({ id, at, kind, by, note, about }) => (
        <li key={id} className="flex flex-wrap gap-x-4 gap-y-0.5 border-line px-4 py-1.5 not-first:border-t">
          <span className="w-44 shrink-0 text-muted">
            <LocalTime at={at} />
          </span>
          <span className="min-w-0 flex-1 basis-72">
            <span className="font-medium">{by === '' ? t('handover.somebody') : <GuestText text={by} limit={60} />}</span>{' '}
            {t(deedKey(kind))}
            {about !== '' && (
              <>
                {': '}
                <GuestText text={about} limit={200} />
              </>
            )}
            {note !== '' && (
              <span className="block text-muted">
                <GuestText text={note} limit={300} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
