'use client';

import { type PowerState, powerStates } from '#lib/derive/power-meaning.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StateBar, StripGlyph } from './strip-glyph.client.tsx';
import { signOf, stripSigns } from './strip-signs.ts';
import type { Strip } from './to-strip.ts';

/** What the bars and shapes that are there mean. */
export function StripLegend({ strip }: { readonly strip: Strip }) {
  const t = useTranslate();
  const held = new Set(strip.power.map(({ value }): PowerState | 'unknown' => value ?? 'unknown'));
  if (strip.hosts.some(({ value }) => value === undefined)) held.add('unknown');
  const signs = new Set(strip.marks.map(signOf));
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs" aria-label={t('chart.legend')}>
      {([...powerStates, 'unknown'] as const)
        .filter((state) => held.has(state))
        .map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <span className="w-5">
              <StateBar state={state} />
            </span>
            {t(`strip.state.${state}`)}
          </li>
        ))}
      {stripSigns
        .filter((sign) => signs.has(sign))
        .map((sign) => (
          <li key={sign} className="flex items-center gap-1.5">
            <StripGlyph sign={sign} className="size-3.5" />
            {t(`strip.sign.${sign}`)}
          </li>
        ))}
    </ul>
  );
}
