'use client';

import type { Level } from '#lib/derive/vital-sign.ts';
import type { WallAlive } from '#lib/derive/wall-alive.ts';
import type { WallNumbers } from '#lib/derive/wall-numbers.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StaleIcon, StatusIcon } from '../status/status-icon.tsx';
import type { WallLink } from './use-wall.client.tsx';

const links = {
  live: { level: 'ok', key: 'wall.live' },
  polling: { level: 'info', key: 'wall.polling' },
  lost: { level: 'critical', key: 'wall.lost' },
  'no-store': { level: 'critical', key: 'wall.noStore' },
  connecting: { level: 'none', key: 'wall.waiting' },
} as const satisfies Record<WallLink, { level: Level; key: string }>;

const standing = { level: 'warning', key: 'live.standing' } as const;

interface WallFootProps {
  readonly numbers: WallNumbers;
  readonly link: WallLink;
  readonly alive: WallAlive;
  readonly now: number;
  readonly children?: React.ReactNode;
}

/** What the shapes mean, how old the data is, and how it comes. */
export function WallFoot({ numbers, link, alive, now, children }: WallFootProps) {
  const t = useTranslate();
  const { newestReadAt, staleHosts, simulated, hosts } = numbers;
  // A line that stands says nothing about data that no longer comes.
  const { level, key } = link === 'live' && alive.kind === 'stale' ? standing : links[link];
  return (
    <footer className="wall-foot">
      <ul className="wall-legend" aria-label={t('wall.legend')}>
        {(['critical', 'warning', 'unknown', 'info', 'ok', 'none'] as const).map((each) => (
          <li key={each}>
            <StatusIcon level={each} className="wall-icon" />
            {t(`level.${each}`)}
          </li>
        ))}
      </ul>
      {simulated > 0 && (
        <p className="wall-demo" data-testid="wall-demo">
          {simulated === hosts ? t('wall.demo') : t('wall.demoSome', { count: simulated, total: hosts })}
        </p>
      )}
      {children}
      {staleHosts > 0 && (
        <p className="wall-foot-item text-warning">
          <StaleIcon className="wall-icon" />
          {t('wall.staleHosts', { count: staleHosts })}
        </p>
      )}
      {newestReadAt !== null && (
        <p data-testid="wall-age">{t('wall.dataAge', { age: formatAge(newestReadAt, now, t.locale) })}</p>
      )}
      <p className={`wall-foot-item ${levelColour(level)}`} role="status" data-testid="wall-link" data-link={link}>
        <StatusIcon level={level} className="wall-icon" />
        {t(key)}
      </p>
    </footer>
  );
}
