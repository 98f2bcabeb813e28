'use client';

import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import type { StripWords } from './strip-words.ts';
import type { StripItem } from './use-strip-items.client.tsx';

/** Of events at one place so many are told; the table has all. */
const most = 4;

/** What is pointed at, in words. The place stays as high while nothing is. */
export function StripReadout({ item }: { readonly item: StripItem | undefined }) {
  const t = useTranslate();
  const words = item?.words ?? [];
  return (
    // Buttons say the same to those who cannot see it.
    <div className="min-h-9 border-line border-t py-1.5 text-xs" aria-hidden="true" data-testid="strip-readout">
      {words.length === 0 ? (
        <p className="text-muted">{t('strip.hint')}</p>
      ) : (
        <ul className="space-y-0.5">
          {words.slice(-most).map((one) => (
            <Line key={`${one.title} ${one.when} ${one.facts.join()}`} words={one} />
          ))}
          {words.length > most && <li className="text-muted">{t('strip.more', { count: words.length - most })}</li>}
        </ul>
      )}
    </div>
  );
}

function Line({ words: { title, level, when, facts } }: { readonly words: StripWords }) {
  return (
    <li className="flex items-start gap-1.5">
      <StatusIcon level={level} className="mt-0.5 size-3.5" />
      <span className="min-w-0 wrap-anywhere">
        <bdi className={`font-medium ${level === 'critical' || level === 'warning' ? levelColour(level) : ''}`}>{title}</bdi>
        {`, ${when}`}
        <span className="text-muted">
          {facts.map((fact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one thing never change places
            <span key={index}>
              {' · '}
              <bdi>{fact}</bdi>
            </span>
          ))}
        </span>
      </span>
    </li>
  );
}
