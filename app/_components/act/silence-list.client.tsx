'use client';

import { useState } from 'react';
import { type SilenceState, silenceState } from '#lib/alerting/silence.ts';
import { formatDuration } from '#lib/format/format-duration.ts';
import type { ApiSilence } from '#lib/model/api/silences.ts';
import { buttonClass, quietButtonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StateNote } from '../layout/state-note.client.tsx';
import { useMay } from '../session/use-session.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { useNow } from '../time/now.client.tsx';
import { ActIcon } from './act-icon.tsx';
import { MatcherList } from './matcher-list.client.tsx';
import { ShortTime } from './short-time.client.tsx';

interface SilenceListProps {
  readonly silences: readonly ApiSilence[];
  readonly onChange: (silence: ApiSilence) => void;
  readonly onEnd: (silence: ApiSilence) => void;
  /** The same once more. */
  readonly onAgain: (silence: ApiSilence) => void;
  /** Those that are over are shown at first. */
  readonly isOverShown?: boolean;
}

const states = ['active', 'pending', 'expired'] as const satisfies readonly SilenceState[];

/** Silences by their state: those that hold, those to come, and, when asked for, those that are over. */
export function SilenceList({ silences, isOverShown = false, ...acts }: SilenceListProps) {
  const t = useTranslate();
  const now = useNow();
  const [isOpen, setOpen] = useState(isOverShown);
  const byState = Map.groupBy(silences, (silence) => silenceState(silence, now));
  const over = byState.get('expired')?.length ?? 0;
  const isQuiet = silences.length === over;
  return (
    <>
      {isQuiet && <StateNote kind="empty">{t('silences.none')}</StateNote>}
      {states.map((state) => {
        const own = byState.get(state) ?? [];
        if (own.length === 0 || (state === 'expired' && !isOpen)) return null;
        return (
          <section
            key={state}
            className="border-line not-first:border-t"
            aria-label={t(`silences.${state}`, { count: own.length })}
            data-state={state}
          >
            <h3 className="border-line border-b bg-raised px-4 py-1 font-medium text-muted text-xs">
              {t(`silences.${state}`, { count: own.length })}
            </h3>
            <ul>
              {own.map((silence) => (
                <li key={silence.id} className="border-line px-4 py-2.5 not-first:border-t">
                  <SilenceRow silence={silence} state={state} {...acts} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {over > 0 && (
        <div className="border-line border-t px-2 py-1">
          <button type="button" className={quietButtonClass} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? 'silences.hide' : 'silences.show', { count: over })}
          </button>
        </div>
      )}
    </>
  );
}

interface SilenceRowProps extends Pick<SilenceListProps, 'onChange' | 'onEnd' | 'onAgain'> {
  readonly silence: ApiSilence;
  readonly state: SilenceState;
}

function SilenceRow({ silence, state, onChange, onEnd, onAgain }: SilenceRowProps) {
  const t = useTranslate();
  const { matchers, createdBy, comment, hits } = silence;
  const may = useMay('silence');
  return (
    <div className="grid gap-x-6 gap-y-1.5 lg:grid-cols-[16rem_minmax(0,1fr)_12rem_14rem] lg:items-start">
      <div className={state === 'expired' ? 'text-muted' : ''}>
        <p className="flex items-center gap-1.5 font-medium">
          <ActIcon kind="silenced" className={`size-3.5 ${state === 'active' ? 'text-accent' : 'text-muted'}`} />
          {t(`silence.state.${state}`)}
        </p>
        <When silence={silence} state={state} />
      </div>
      <div className="min-w-0 space-y-1">
        <MatcherList matchers={matchers} />
        <p className="wrap-anywhere">
          <GuestText text={comment} limit={300} />
          <span className="text-muted">
            {' · '}
            <GuestText text={createdBy} limit={60} />
          </span>
        </p>
      </div>
      <p className={hits === 0 ? 'text-muted' : ''}>{state === 'expired' ? '' : t('silence.hits', { count: hits })}</p>
      <div className="flex gap-1.5 lg:justify-end">
        {!may ? null : state === 'expired' ? (
          <button type="button" className={quietButtonClass} onClick={() => onAgain(silence)}>
            {t('silence.again')}
          </button>
        ) : (
          <>
            <button type="button" className={quietButtonClass} onClick={() => onChange(silence)}>
              {t('act.change')}
            </button>
            <button type="button" className={buttonClass} onClick={() => onEnd(silence)}>
              {t('silence.end')}
            </button>
          </>
        )}
      </div>
    </div>
  );
}

/** Until when, and how long that is; of one to come also when it begins. */
function When({ silence: { startsAt, endsAt }, state }: Pick<SilenceRowProps, 'silence' | 'state'>) {
  const t = useTranslate();
  const now = useNow();
  if (state === 'expired') {
    return (
      <p>
        {t('silence.ended')} <ShortTime at={endsAt} />
      </p>
    );
  }
  if (state === 'pending') {
    return (
      <p className="text-muted">
        <ShortTime at={startsAt} /> – <ShortTime at={endsAt} />
      </p>
    );
  }
  return (
    <p className="text-muted">
      {t('act.until')} <ShortTime at={endsAt} /> ({t('age.inFuture', { age: formatDuration(toMinutes(endsAt - now), t.locale) })})
    </p>
  );
}

/** Seconds that run down would draw the eye for nothing. */
function toMinutes(ms: number): number {
  return ms < 60_000 ? ms : Math.floor(ms / 60_000) * 60_000;
}
