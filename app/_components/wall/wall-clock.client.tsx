'use client';

import { formatDuration } from '#lib/format/format-duration.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useClock } from './use-clock.client.tsx';

interface RingProps {
  /** When the next reading began to be awaited and when it is due, the server's UTC milliseconds; undefined where nothing is. */
  readonly cycle: { readonly from: number; readonly due: number } | undefined;
  readonly now: number;
}

const radius = 15;
const round = 2 * Math.PI * radius;

/** Fills until the next reading is due; full and standing still, it is late. */
export function RefreshRing({ cycle, now }: RingProps) {
  const t = useTranslate();
  const share = cycle === undefined ? 0 : Math.min(1, Math.max(0, (now - cycle.from) / (cycle.due - cycle.from)));
  const leftMs = cycle === undefined ? undefined : Math.ceil((cycle.due - now) / 1_000) * 1_000;
  const text =
    leftMs === undefined || leftMs <= 0 ? t('wall.refresh.due') : t('wall.refresh.in', { age: formatDuration(leftMs, t.locale) });
  return (
    <svg
      viewBox="0 0 40 40"
      className="wall-ring"
      role="img"
      aria-label={`${t('wall.refresh')}: ${text}`}
      data-testid="wall-ring"
    >
      <circle cx="20" cy="20" r={radius} className="wall-ring-track" />
      <circle
        cx="20"
        cy="20"
        r={radius}
        className="wall-ring-share"
        strokeDasharray={`${(share * round).toFixed(1)} ${round.toFixed(1)}`}
        transform="rotate(-90 20 20)"
      />
    </svg>
  );
}

/** The time of day at the wall's place, with seconds: while it goes, the screen is alive. */
export function WallClock({ now }: { readonly now: number }) {
  const { time, date } = useClock(now);
  return (
    <p className="wall-clock">
      <time data-testid="wall-clock">{time}</time>
      <span>{date}</span>
    </p>
  );
}
