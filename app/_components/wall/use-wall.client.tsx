'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { followStream, type StreamState } from '#app/_queries/event-source.ts';
import { ApiError } from '#app/_queries/fetch-json.ts';
import { toServerTime } from '#app/_queries/server-clock.ts';
import { RecentDeltas, wallQuery } from '#app/_queries/wall.ts';
import type { WallBoard } from '#lib/derive/wall-board.ts';

/** How what is on the wall gets there. */
export type WallLink = 'live' | 'polling' | 'lost' | 'no-store' | 'connecting';

export interface WallFeed {
  readonly board: WallBoard | undefined;
  readonly link: WallLink;
  /** Since when hvitals does not answer, the server's UTC milliseconds; null where it does. */
  readonly lostSince: number | null;
  /** Since when the app cannot read its store. */
  readonly storeLostSince: number | null;
}

const pollMs = 5_000;

/** The board, kept current by the stream, by polling while the stream is cut, and by itself for ever. `ownBuild` is the page's. */
export function useWall(ownBuild: string): WallFeed {
  const client = useQueryClient();
  const [recent] = useState(() => new RecentDeltas());
  const [noteBuild] = useState(() => createBuildWatch(ownBuild));
  const [state, setState] = useState<StreamState>('connecting');
  const [storeLost, setStoreLost] = useState<number | null>(null);
  const [contactAt, setContactAt] = useState<number | null>(null);
  const {
    data: board,
    error,
    errorUpdatedAt,
    dataUpdatedAt,
  } = useQuery({
    ...wallQuery(recent),
    // While the stream stands it brings everything, unless there is nothing yet that it could go on from.
    refetchInterval: ({ state: query }) => (state === 'open' && query.error === null && recent.isOf(query.data) ? false : pollMs),
    refetchIntervalInBackground: true,
    networkMode: 'always',
    retry: false,
  });

  useEffect(() => {
    const { queryKey } = wallQuery(recent);
    const known = () => client.getQueryData<WallBoard>(queryKey);
    const readAnew = () => void client.refetchQueries({ queryKey }, { cancelRefetch: true });
    const noteStore = (trouble: string | null) =>
      setStoreLost((before) => (trouble === null ? null : (before ?? toServerTime(Date.now()))));
    const { close } = followStream({
      position: () => {
        const now = known();
        return now && { app: now.app, revision: now.revision };
      },
      onState: (next) => {
        setState(next);
        if (next === 'cut') setContactAt((before) => before ?? toServerTime(Date.now()));
        else if (next === 'open') setContactAt(null);
      },
      onHello: (hello, from) => {
        recent.setApp(hello.app);
        noteStore(hello.store);
        const now = known();
        const goesOn = now?.app === hello.app && (now.revision === from?.revision || now.revision >= hello.revision);
        if (!goesOn) readAnew();
        noteBuild(hello.build);
      },
      onReset: (hello) => {
        recent.setApp(hello.app);
        readAnew();
      },
      onDelta: (delta) => {
        recent.add(delta);
        const now = known();
        if (now !== undefined && recent.isOf(now)) client.setQueryData<WallBoard>(queryKey, recent.applyTo(now));
      },
      onBeat: ({ store }) => noteStore(store),
    });
    return close;
  }, [client, recent, noteBuild]);

  const build = board?.build;
  useEffect(() => {
    if (build !== undefined) noteBuild(build);
  }, [build, noteBuild]);

  const noStore = storeLost !== null || (error instanceof ApiError && error.status === 503);
  const lost = state !== 'open' && error !== null && !noStore && errorUpdatedAt >= dataUpdatedAt;
  return {
    board,
    link: noStore ? 'no-store' : lost ? 'lost' : state === 'open' ? 'live' : dataUpdatedAt > 0 ? 'polling' : 'connecting',
    lostSince: lost ? Math.max(contactAt ?? 0, dataUpdatedAt === 0 ? 0 : toServerTime(dataUpdatedAt)) : null,
    storeLostSince: storeLost,
  };
}

/** Two servers of different builds behind one address would have the wall load for ever: each build is tried once in this time. */
const reloadAgainMs = 10 * 60_000;

/**
 * A server with another build than the page's `own` serves other pages: the wall takes them, once. It looks first whether the page can
 * be had, because a browser that fails to load stands on its error page until somebody comes.
 */
function createBuildWatch(own: string): (build: string) => void {
  return (build) => {
    const key = `hvitals.wall.reloadedFor.${build}`;
    if (own === build || Date.now() - Number(sessionStorage.getItem(key)) < reloadAgainMs) return;
    fetch(window.location.href, { signal: AbortSignal.timeout(10_000) })
      .then(({ ok }) => {
        if (!ok) return;
        sessionStorage.setItem(key, String(Date.now()));
        window.location.reload();
      })
      // The next connection or answer names the build again, and then it is tried again.
      .catch(() => undefined);
  };
}
