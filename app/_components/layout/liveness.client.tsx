'use client';

import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ApiError } from '#app/_queries/fetch-json.ts';
import { pulseQuery } from '#app/_queries/pulse.ts';
import { toServerTime } from '#app/_queries/server-clock.ts';
import { onStreamState, streamState } from '#app/_queries/stream-state.ts';
import { isStale } from '#lib/derive/freshness.ts';
import type { Level } from '#lib/derive/vital-sign.ts';
import { formatAge } from '#lib/format/format-duration.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';
import { useNow } from '../time/now.client.tsx';

interface Verdict {
  readonly level: Level;
  readonly word: string;
  readonly detail?: string;
}

/** Live, or why not: a page that stands still, and one that shows what no longer arrives, must not look alive. */
export function Liveness() {
  const { level, word, detail } = useVerdict();
  return (
    <p role="status" className="flex items-center gap-1.5 text-xs" data-testid="liveness">
      <StatusIcon level={level} />
      <span className={level === 'ok' ? 'text-muted' : `font-semibold ${levelColour(level)}`}>{word}</span>
      {detail !== undefined && <span className="text-muted">{detail}</span>}
    </p>
  );
}

function useVerdict(): Verdict {
  const t = useTranslate();
  const now = useNow();
  const link = useSyncExternalStore(onStreamState, streamState, () => undefined);
  const { error, data, dataUpdatedAt } = useQuery(pulseQuery());
  if (error instanceof ApiError && error.status === 503) return { level: 'unknown', word: t('live.noStore') };
  if (error !== null) {
    if (dataUpdatedAt === 0) return { level: 'critical', word: t('live.lost') };
    const age = formatAge(toServerTime(dataUpdatedAt), now, t.locale);
    return { level: 'critical', word: t('live.lost'), detail: t('live.lost.detail', { age }) };
  }
  const newest = data?.newest ?? undefined;
  if (newest !== undefined && isStale(newest, now)) {
    return {
      level: 'warning',
      word: t('live.standing'),
      detail: t('live.standing.detail', { age: formatAge(newest.readAt, now, t.locale) }),
    };
  }
  // Polling is slower, and nothing is lost by it.
  return link === 'cut' ? { level: 'info', word: t('live.polling') } : { level: 'ok', word: t('live.live') };
}
