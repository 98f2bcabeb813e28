'use client';

import type { WallAlive } from '#lib/derive/wall-alive.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useClock } from './use-clock.client.tsx';

/** Over everything else: what is on the screen is not how things are. */
export function WallStale({ alive, now }: { readonly alive: WallAlive; readonly now: number }) {
  const t = useTranslate();
  const since = alive.kind === 'stale' ? alive.since : 0;
  const { time } = useClock(since);
  if (alive.kind === 'current') return null;
  return (
    <div className="wall-stale" role="alert" data-testid="wall-stale" data-why={alive.why}>
      <p className="wall-stale-word">{t('wall.stale')}</p>
      <p className="wall-stale-why">{t(`wall.stale.${alive.why}`, { time, age: formatAge(since, now, t.locale) })}</p>
      <p>{t('wall.stale.hint')}</p>
    </div>
  );
}
