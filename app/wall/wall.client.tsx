'use client';

import { useEffect, useMemo, useRef } from 'react';
import { sumAlerts } from '#lib/derive/alert-brief.ts';
import { decideWallAlive } from '#lib/derive/wall-alive.ts';
import type { WallBoard, WallHost } from '#lib/derive/wall-board.ts';
import { toWallLines } from '#lib/derive/wall-lines.ts';
import { wallNumbers } from '#lib/derive/wall-numbers.ts';
import { useAlertSound } from '../_components/alert/use-alert-sound.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { usePreferences } from '../_components/preferences/use-preferences.client.tsx';
import { useNow } from '../_components/time/now.client.tsx';
import { useWall } from '../_components/wall/use-wall.client.tsx';
import { WallAlerts } from '../_components/wall/wall-alerts.client.tsx';
import { RefreshRing, WallClock } from '../_components/wall/wall-clock.client.tsx';
import { WallFoot } from '../_components/wall/wall-foot.client.tsx';
import { TroubledHosts } from '../_components/wall/wall-hosts.client.tsx';
import { WallMap } from '../_components/wall/wall-map.client.tsx';
import { AllClear, WallProblems } from '../_components/wall/wall-problems.client.tsx';
import { WallStale } from '../_components/wall/wall-stale.client.tsx';
import { WallTables } from '../_components/wall/wall-tables.client.tsx';
import { WallTop } from '../_components/wall/wall-top.client.tsx';
import { decideView } from './decide-view.ts';
import type { WallParams } from './search-params.ts';

const noBoard: Pick<WallBoard, 'hosts' | 'words' | 'problems'> = { hosts: new Map(), words: new Map(), problems: new Map() };

const byName = new Intl.Collator('en', { numeric: true });

/** The whole fleet on one screen, for people who stand at the other end of the room and touch nothing. */
export function Wall({ params, build }: { readonly params: WallParams; readonly build: string }) {
  const t = useTranslate();
  const now = useNow();
  const root = useRef<HTMLElement>(null);
  const { board, link, lostSince, storeLostSince } = useWall(build);
  const shown = useMemo(() => selectHosts(board?.hosts ?? noBoard.hosts, params.site), [board, params.site]);
  const numbers = wallNumbers(shown, now);
  const { problems, words } = board ?? noBoard;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changes a cell gives another map of problems, and other changes of hosts change no line
  const lines = useMemo(() => toWallLines({ problems, words }, shown), [problems, words, params.site]);
  const troubled = useMemo(
    () => shown.filter(({ level }) => level <= 1).toSorted((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1)),
    [shown],
  );
  const alerts = useMemo(() => board && sumAlerts(board.alerts.values(), params.site), [board, params.site]);
  const { sound: chosen } = usePreferences();
  const sound = useAlertSound(params.sound || chosen === 'on', alerts?.newestCriticalAt);
  const alive = decideWallAlive({ lostSince, storeLostSince, ...numbers, now });
  const view = decideView(params, now);

  // The policy for styles forbids them in the markup of the server, not in what a script sets.
  useEffect(() => root.current?.style.setProperty('--wall-scale', String(params.scale)), [params.scale]);

  return (
    <main
      ref={root}
      className="wall"
      data-theme={params.theme}
      data-worst={numbers.worst}
      data-alive={alive.kind}
      data-view={view}
      data-testid="wall"
    >
      <h1 className="sr-only">{t('wall.heading')}</h1>
      <header className="wall-head">
        <WallTop numbers={numbers} />
        <WallClock now={now} />
        <RefreshRing cycle={refreshCycle(shown)} now={now} />
      </header>
      {alerts !== undefined && <WallAlerts sum={alerts} evaluatedAt={board?.evaluatedAt ?? null} now={now} />}
      <div className="wall-body">
        {board === undefined || shown.length === 0 ? (
          <Empty isWaiting={board === undefined} site={params.site} />
        ) : (
          <>
            {view !== 'problems' && (
              <WallMap
                mode={view === 'hosts' ? 'hosts' : 'map'}
                hosts={shown}
                words={board.words}
                lines={lines}
                numbers={numbers}
                // Whether a host is stale is looked at every few seconds, so that a still picture is not drawn each second.
                now={Math.floor(now / 5_000) * 5_000}
                theme={params.theme}
              />
            )}
            {view !== 'hosts' && view !== 'map' && (
              <div className="wall-side">
                <TroubledHosts hosts={troubled} words={board.words} now={now} />
                {lines.length > 0 || troubled.length > 0 ? (
                  <WallProblems lines={lines} now={now} layout={view === 'problems' ? 'wide' : 'side'} />
                ) : (
                  <AllClear hasVms={numbers.vms > 0} />
                )}
              </div>
            )}
            <WallTables lines={lines} troubled={troubled} words={board.words} />
          </>
        )}
      </div>
      <WallFoot numbers={numbers} link={link} alive={alive} now={now}>
        {params.site !== null && <p className="wall-site">{t('wall.site', { site: params.site })}</p>}
        {sound !== 'off' && <p data-testid="wall-sound">{t(sound === 'on' ? 'wall.sound.on' : 'wall.sound.off')}</p>}
      </WallFoot>
      <WallStale alive={alive} now={now} />
    </main>
  );
}

function Empty({ isWaiting, site }: { readonly isWaiting: boolean; readonly site: string | null }) {
  const t = useTranslate();
  return (
    <div className="wall-empty" data-testid="wall-empty">
      <p>{isWaiting ? t('wall.waiting') : site === null ? t('wall.noHosts') : t('wall.noSite', { site })}</p>
      {isWaiting && <p>{t('wall.waiting.detail')}</p>}
    </div>
  );
}

function selectHosts(hosts: ReadonlyMap<number, WallHost>, site: string | null): readonly WallHost[] {
  const all = [...hosts.values()].toSorted((a, b) => byName.compare(a.name, b.name));
  return site === null ? all : all.filter((host) => host.site === site);
}

/** One host stands for the turn of all: each is read once in an interval, and one of many is always just being read. */
function refreshCycle(hosts: readonly WallHost[]): { readonly from: number; readonly due: number } | undefined {
  const host = hosts.find(
    ({ readAt, intervalSeconds, failures }) => readAt !== null && intervalSeconds !== null && failures === 0,
  );
  if (host === undefined || host.readAt === null || host.intervalSeconds === null) return undefined;
  return { from: host.readAt, due: host.readAt + host.intervalSeconds * 1_000 };
}
