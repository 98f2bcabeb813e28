'use client';

import { useMemo } from 'react';
import { fitWallLines, type WallLine } from '#lib/derive/wall-lines.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { useRoom } from './use-room.client.tsx';

interface WallProblemsProps {
  readonly lines: readonly WallLine[];
  readonly now: number;
  /** `wide` uses several columns. */
  readonly layout: 'side' | 'wide';
}

/** What needs someone, worst first: as many lines as there is room for, one cause over many VMs in one line where there is not. */
export function WallProblems({ lines, now, layout }: WallProblemsProps) {
  const t = useTranslate();
  const { ref, rows, columns } = useRoom(layout === 'wide' ? 28 : Number.POSITIVE_INFINITY, 3.55);
  const room = rows * columns;
  const { lines: shown, hidden } = useMemo(() => fitWallLines(lines, room), [lines, room]);
  return (
    <section className="wall-panel wall-problems" aria-label={t('wall.problems')}>
      <ol ref={ref} className="wall-lines" data-columns={columns} data-testid="wall-problems">
        {shown.map((line) => (
          <Line key={line.key} line={line} now={now} />
        ))}
        {hidden > 0 && <li className="wall-line wall-line-more">{t('wall.more', { count: hidden })}</li>}
      </ol>
    </section>
  );
}

function Line({ line, now }: { readonly line: WallLine; readonly now: number }) {
  const t = useTranslate();
  const { level, word, since, vms, host, hostCount, names } = line;
  const text = toVisibleString(t.message(word));
  const first = toVisibleString(names[0] ?? '');
  const place =
    vms === 1
      ? host
      : hostCount === 1
        ? t('wall.onHosts', { count: vms, host })
        : t('wall.onSeveralHosts', { count: vms, hosts: hostCount });
  return (
    <li className="wall-line" data-level={level} data-many={vms > 1 || undefined}>
      <StatusIcon level={level} className="wall-icon" />
      <p>
        <span className="wall-line-name">
          <bdi>{vms === 1 ? first : text}</bdi>
        </span>
        <span className="wall-line-age">{since === null ? '' : formatAge(since, now, t.locale)}</span>
      </p>
      <p>
        <span className={`wall-line-word ${levelColour(level)}`}>{vms === 1 ? text : place}</span>
        <span className="wall-line-host">
          <bdi>{vms === 1 ? place : names.slice(0, 4).map(toVisibleString).join(', ')}</bdi>
        </span>
      </p>
    </li>
  );
}

/** Nothing to do. Said in words, so that an empty list is not taken for a broken one. */
export function AllClear({ hasVms }: { readonly hasVms: boolean }) {
  const t = useTranslate();
  return (
    <section className="wall-panel wall-clear" data-testid="wall-clear">
      <StatusIcon level={hasVms ? 'ok' : 'unknown'} className="wall-clear-icon" />
      <p>{hasVms ? t('wall.noProblems') : t('wall.noVms')}</p>
      {hasVms && <p>{t('wall.noProblems.detail')}</p>}
    </section>
  );
}
