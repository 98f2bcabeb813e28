'use client';

import { formatOffset, formatOffsetAndBound } from '#lib/format/format-offset.ts';
import { missing } from '#lib/format/missing.ts';
import type { Offset } from '#lib/model/clock.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StaleIcon } from '../status/status-icon.tsx';
import { type BandVerdict, bandVerdict, limitSeconds, scaleEnd, toBand, toPercent } from './offset-scale.ts';

const colours: Readonly<Record<BandVerdict | 'stale', string>> = {
  inside: 'text-accent',
  unsure: 'text-warning',
  outside: 'text-critical',
  stale: 'text-none',
};

/** On a phone the band stands beside the name of its column. */
const holder = 'flex min-w-0 items-center gap-2.5 max-sm:inline-flex max-sm:w-[calc(100%-5.75rem)] max-sm:align-middle';
/** Room of the text beside a band, the same in each row. */
const textWidth = 'w-32 shrink-0';

interface OffsetBandProps {
  readonly offset: Offset | null;
  /** What it says is old: grey, with an hourglass. */
  readonly stale?: boolean;
}

/**
 * An offset with its error band on the scale that all of them share: zero in the middle, the band is where the true value lies, the
 * mark what was measured. A disc lies within one second, a diamond beyond, a ring may be either; an arrow is beyond the scale.
 */
export function OffsetBand({ offset, stale = false }: OffsetBandProps) {
  const t = useTranslate();
  if (offset === null) {
    return (
      <span className={holder} data-band="none">
        <OffsetText value={missing} word={t('clock.band.none')} />
        <Drawing />
      </span>
    );
  }
  const verdict = bandVerdict(offset);
  const [value, bound] = formatOffsetAndBound(offset, t.locale);
  const low = formatOffset(offset.seconds - offset.boundSeconds, t.locale);
  const high = formatOffset(offset.seconds + offset.boundSeconds, t.locale);
  const look = stale ? 'stale' : verdict;
  return (
    <span
      className={holder}
      title={`${t('clock.band.title', { low, high })}, ${t(`clock.band.${verdict}`)}`}
      data-band={verdict}
      data-stale={stale || undefined}
    >
      <OffsetText value={value} bound={bound} word={t(`clock.band.${verdict}`)} look={look} />
      <Drawing offset={offset} verdict={verdict} className={colours[look]} />
    </span>
  );
}

interface OffsetTextProps {
  readonly value: string;
  readonly bound?: string;
  /** Said to those who do not see the drawing. */
  readonly word: string;
  readonly look?: BandVerdict | 'stale';
}

function OffsetText({ value, bound, word, look = 'inside' }: OffsetTextProps) {
  const t = useTranslate();
  const emphasis = { inside: '', unsure: 'text-warning', outside: 'font-semibold text-critical', stale: 'text-muted' }[look];
  return (
    <span className={`flex ${textWidth} items-baseline justify-end gap-1.5 whitespace-nowrap text-right`}>
      {look === 'stale' && (
        <span className="self-center text-warning" title={t('clock.band.stale')}>
          <StaleIcon className="size-3" />
          <span className="sr-only">{t('clock.band.stale')}</span>
        </span>
      )}
      <span className={emphasis}>{value}</span>
      {bound !== undefined && <span className="min-w-12 text-left text-muted text-xs">{bound}</span>}
      <span className="sr-only">{word}</span>
    </span>
  );
}

interface DrawingProps {
  readonly offset?: Offset;
  readonly verdict?: BandVerdict;
  readonly className?: string;
}

const percent = (value: number) => `${value.toFixed(2)}%`;

function Drawing({ offset, verdict = 'inside', className = '' }: DrawingProps) {
  const band = offset === undefined ? undefined : toBand(offset);
  return (
    <svg className={`h-5 w-0 min-w-16 flex-1 ${className}`} aria-hidden="true" focusable="false">
      <line x1="4%" x2="96%" y1="10" y2="10" className="stroke-line" strokeWidth="1" />
      <line x1="50%" x2="50%" y1="2" y2="18" className="stroke-line-strong" strokeWidth="1" />
      {[-limitSeconds, limitSeconds].map((limit) => (
        <line
          key={limit}
          x1={percent(toPercent(limit))}
          x2={percent(toPercent(limit))}
          y1="1"
          y2="19"
          className="stroke-muted"
          strokeWidth="1"
          strokeDasharray="2 2"
        />
      ))}
      {band !== undefined && (
        <>
          <rect
            x={percent(band.from)}
            width={percent(Math.max(0.5, band.to - band.from))}
            y="6"
            height="8"
            rx="2"
            fill="currentColor"
            fillOpacity="0.28"
            stroke="currentColor"
            strokeOpacity="0.7"
            strokeWidth="0.75"
          />
          <Mark at={percent(band.at)} shape={band.arrow ?? verdict} />
        </>
      )}
    </svg>
  );
}

const marks = {
  low: 'M4 -5L-4 0L4 5z',
  high: 'M-4 -5L4 0L-4 5z',
  outside: 'M0 -5.5L5.5 0L0 5.5L-5.5 0z',
} as const;

/** The shape says the same as the colour. */
function Mark({ at, shape }: { readonly at: string; readonly shape: BandVerdict | 'low' | 'high' }) {
  // A nested drawing stands at a percentage, which a path alone cannot.
  return (
    <svg x={at} y="10" overflow="visible" width="1" height="1" aria-hidden="true" focusable="false">
      {shape === 'inside' || shape === 'unsure' ? (
        <circle r="4" fill={shape === 'inside' ? 'currentColor' : 'var(--hv-surface)'} stroke="currentColor" strokeWidth="1.75" />
      ) : (
        <path d={marks[shape]} fill="currentColor" stroke="var(--hv-surface)" strokeWidth="1" />
      )}
    </svg>
  );
}

const labels = [
  [-limitSeconds, 'clock.limit.low'],
  [0, 'clock.scale.zero'],
  [limitSeconds, 'clock.limit.high'],
] as const;

/** The scale in words and numbers, above a column of bands; it leaves the room of their text free. */
export function OffsetAxis({ title }: { readonly title: string }) {
  const t = useTranslate();
  return (
    <span
      className="flex items-center gap-2.5"
      title={t('clock.scale', { low: formatOffset(-scaleEnd, t.locale), high: formatOffset(scaleEnd, t.locale) })}
    >
      <span className={`${textWidth} truncate text-right`}>{title}</span>
      <svg className="h-4 w-0 min-w-16 flex-1 overflow-visible font-normal text-2xs" aria-hidden="true" focusable="false">
        {labels.map(([seconds, key]) => (
          <text key={key} x={percent(toPercent(seconds))} y="12" textAnchor="middle" fill="currentColor">
            {t(key)}
          </text>
        ))}
      </svg>
    </span>
  );
}
