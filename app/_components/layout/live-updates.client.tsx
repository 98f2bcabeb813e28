'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followStream } from '#app/_queries/event-source.ts';
import { createRefresher } from '#app/_queries/refresher.ts';
import { setStreamState } from '#app/_queries/stream-state.ts';
import { systemClock } from '#lib/clock.ts';

/** What of a page follows the store's revision. History has a pace of its own. */
const following = new Set<unknown>([
  'pulse',
  'targets',
  'hosts',
  'vms',
  'vm',
  'overview',
  'findings',
  'clocks',
  'events',
  'migrations',
  'alerts',
  'alert-events',
  'silences',
  'maintenance',
  'receivers',
]);

/**
 * Follows the stream while somebody looks at the page, and has what is on it read again when something has changed. A page in the
 * background lets go: a browser opens six connections to one server at most.
 */
export function LiveUpdates() {
  const client = useQueryClient();
  useEffect(() => {
    const refresh = () => client.invalidateQueries({ predicate: ({ queryKey }) => following.has(queryKey[0]) });
    const { note, stop } = createRefresher({ clock: systemClock, refresh });
    let stream: { readonly close: () => void } | undefined;
    const look = () => {
      if (document.visibilityState === 'visible') {
        stream ??= followStream({
          position: () => undefined,
          onState: (state) => {
            setStreamState(state);
            if (state === 'cut') note();
          },
          onHello: note,
          onReset: note,
          onDelta: note,
          onBeat: () => undefined,
        });
        return;
      }
      stream?.close();
      stream = undefined;
      setStreamState(undefined);
    };
    document.addEventListener('visibilitychange', look);
    look();
    return () => {
      document.removeEventListener('visibilitychange', look);
      stop();
      stream?.close();
      setStreamState(undefined);
    };
  }, [client]);
  return null;
}
