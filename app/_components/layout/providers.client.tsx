'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from '#app/_queries/query-client.ts';
import type { Locale } from '#lib/i18n/translate.ts';
import { TranslateProvider } from '../i18n/use-translate.client.tsx';
import { NowProvider } from '../time/now.client.tsx';

/** What every page needs around it. `now` is the server's time at rendering, UTC milliseconds. */
export function Providers({
  now,
  locale,
  children,
}: {
  readonly now: number;
  readonly locale: Locale;
  readonly children: ReactNode;
}) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TranslateProvider locale={locale}>
        <NowProvider renderedAt={now}>{children}</NowProvider>
      </TranslateProvider>
    </QueryClientProvider>
  );
}
