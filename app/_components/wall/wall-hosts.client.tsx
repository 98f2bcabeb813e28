'use client';

import type { WallBoard, WallHost } from '#lib/derive/wall-board.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';

interface TroubledHostsProps {
  /** Hosts that are critical or have a warning, worst first. */
  readonly hosts: readonly WallHost[];
  readonly words: WallBoard['words'];
  readonly now: number;
}

/** So many are named; of more than that, the rest is a number. */
const mostNamed = 4;

/** Hosts in trouble, large: everything on one that is out of reach is unknown. */
export function TroubledHosts({ hosts, words, now }: TroubledHostsProps) {
  const t = useTranslate();
  if (hosts.length === 0) return null;
  const shown = hosts.length > mostNamed ? hosts.slice(0, mostNamed - 1) : hosts;
  return (
    <section className="wall-panel wall-troubled" aria-label={t('wall.hostTrouble')} data-testid="wall-troubled">
      <ul>
        {shown.map((host) => {
          const level = host.level === 0 ? 'critical' : 'warning';
          const word = words.get(host.word);
          return (
            <li key={host.ref} data-level={level}>
              <StatusIcon level={level} className="wall-icon" />
              <span className="wall-troubled-name">
                <bdi>{toVisibleString(host.name)}</bdi>
              </span>
              <span className={levelColour(level)}>{word === undefined ? '' : toVisibleString(t.message(word))}</span>
              <span className="wall-line-age">
                {host.readAt === null ? t('wall.neverRead') : t('wall.lastRead', { age: formatAge(host.readAt, now, t.locale) })}
              </span>
            </li>
          );
        })}
        {hosts.length > shown.length && (
          <li className="wall-line-more">{t('wall.moreHosts', { count: hosts.length - shown.length })}</li>
        )}
      </ul>
    </section>
  );
}
