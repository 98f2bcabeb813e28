'use client';

import { ShortTime } from '../act/short-time.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Age } from '../time/age.client.tsx';

/** A moment that has passed, with how long that is ago; "never" where there was none. */
export function When({ at }: { readonly at: number | null }) {
  const t = useTranslate();
  if (at === null) return <span className="text-muted">{t('access.never')}</span>;
  return (
    <span className="whitespace-nowrap">
      <ShortTime at={at} />{' '}
      <span className="text-muted text-xs">
        (<Age at={at} />)
      </span>
    </span>
  );
}
