'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { alertsQuery } from '#app/_queries/alerts.ts';
import { RefusedError } from '#app/_queries/send-json.ts';
import { toServerTime } from '#app/_queries/server-clock.ts';
import { writeApi } from '#app/_queries/write-api.ts';
import type { ApiStanding } from '#lib/model/api/alerts.ts';
import { withAck } from './with-ack.ts';

interface AckWanted {
  readonly fingerprints: readonly string[];
  readonly by: string;
  /** Undefined takes the acknowledgement back. */
  readonly note: string | undefined;
}

/** Acknowledges and takes back: the page shows it at once, and what was there before where the server refuses it. */
export function useAcks() {
  const client = useQueryClient();
  const { queryKey } = alertsQuery;
  return useMutation({
    mutationFn: send,
    networkMode: 'always',
    async onMutate({ fingerprints, by, note }: AckWanted) {
      // An answer that is under way would show what was there before.
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      const ack: ApiStanding['ack'] = note === undefined ? null : { by, note, at: toServerTime(Date.now()) };
      if (before !== undefined) client.setQueryData(queryKey, withAck(before, fingerprints, ack));
      return before;
    },
    onError: (_error, _wanted, before) => void (before !== undefined && client.setQueryData(queryKey, before)),
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === 'alerts' || name === 'alert-events' }),
  });
}

async function send({ fingerprints, by, note }: AckWanted): Promise<void> {
  const [first = ''] = fingerprints;
  if (note === undefined) {
    await writeApi('DELETE /api/v1/alerts/{fingerprint}/ack', { fingerprint: first }, { by });
    return;
  }
  const answer = await writeApi('POST /api/v1/alerts/ack', {}, { fingerprints, by, note });
  // Some may have ended in the meantime; if all have, nothing was done, and that is said.
  if (answer.acknowledged.length > 0) return;
  const problem = { type: 'about:blank', title: '', status: 404, code: 'not-active', detail: '', errors: [] } as const;
  throw new RefusedError({ ...problem, errors: [] });
}
