'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from '#app/_queries/query-client.ts';
import { sessionQuery } from '#app/_queries/session.ts';
import type { ApiSession } from '#lib/model/api/session.ts';
import type { Preferences } from '../preferences/preferences.ts';
import { PreferencesProvider } from '../preferences/use-preferences.client.tsx';
import { NowProvider } from '../time/now.client.tsx';

interface ProvidersProps {
  /** The server's time at rendering, UTC milliseconds. */
  readonly now: number;
  readonly preferences: Preferences;
  /** Who reads the page; undefined for nobody. */
  readonly session: ApiSession | undefined;
  readonly children: ReactNode;
}

/** What every page needs around it. */
export function Providers({ now, preferences, session, children }: ProvidersProps) {
  const [queryClient] = useState(() => {
    const client = createQueryClient();
    if (session !== undefined) client.setQueryData(sessionQuery.queryKey, session);
    return client;
  });
  return (
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider initial={preferences}>
        <NowProvider renderedAt={now}>{children}</NowProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}
