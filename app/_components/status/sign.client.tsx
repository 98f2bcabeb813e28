'use client';

import { type Freshness, isStale } from '#lib/derive/freshness.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { levelColour, StaleIcon, StatusIcon } from './status-icon.tsx';

type ApiSign = ApiTarget['sign'];

/**
 * A sign as shape, colour and word. With a freshness that is stale it is greyed and carries an hourglass with its age: the word is
 * then what was last known. The reasons are its tooltip; pages that have room show them with SignDetail.
 */
export function Sign({ sign, freshness }: { readonly sign: ApiSign; readonly freshness?: Freshness }) {
  const t = useTranslate();
  const now = useNow();
  const stale = freshness !== undefined && isStale(freshness, now);
  const age = stale ? t('age.stale', { age: formatAge(freshness.readAt, now, t.locale) }) : undefined;
  const reasons = sign.detail.map((detail) => toVisibleString(t.message(detail as Message)));
  const emphasis = sign.level === 'critical' || sign.level === 'warning' ? 'font-medium' : '';
  const quiet = stale || sign.level === 'none' || sign.level === 'ok';
  const colour = quiet ? (sign.level === 'ok' && !stale ? 'text-ink' : 'text-muted') : levelColour(sign.level);
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1.5 align-middle ${emphasis} ${colour}`}
      title={[age, ...reasons].filter(Boolean).join('\n') || undefined}
      data-level={sign.level}
      data-stale={stale || undefined}
    >
      <StatusIcon level={sign.level} className={stale ? 'size-3.5 grayscale' : 'size-3.5'} />
      <span className="truncate">
        <span className="sr-only">{t(`level.${sign.level}`)}: </span>
        {toVisibleString(t.message(sign.word as Message))}
        {sign.guestText !== undefined && (
          <span className="ml-1.5 text-muted">
            <GuestText text={sign.guestText} limit={64} />
          </span>
        )}
      </span>
      {stale && (
        <span className="inline-flex items-center" title={age}>
          <StaleIcon className="size-3" />
          <span className="sr-only">{age}</span>
        </span>
      )}
    </span>
  );
}

/** The reasons of a sign as sentences. */
export function SignDetail({ sign }: { readonly sign: ApiSign }) {
  const t = useTranslate();
  if (sign.detail.length === 0) return null;
  return (
    <ul className="space-y-0.5 text-muted">
      {sign.detail.map((detail) => {
        const text = toVisibleString(t.message(detail as Message));
        return <li key={text}>{text}</li>;
      })}
    </ul>
  );
}
