import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { alertBriefQuery } from '#app/_queries/alert-brief.ts';
import { pulseQuery } from '#app/_queries/pulse.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { AppHeader } from './_components/layout/app-header.client.tsx';
import { DemoBanner } from './_components/layout/demo-banner.client.tsx';
import { PageFrame } from './_components/layout/page-frame.client.tsx';
import { Providers } from './_components/layout/providers.client.tsx';
import { Hydrate } from './_server/hydrate.tsx';
import { loadAlertBrief } from './_server/load-alert-brief.ts';
import { loadPulse } from './_server/load-pulse.ts';
import { pathHeader } from './_server/path-header.ts';
import { readPreferences, readTranslate } from './_server/preferences.ts';
import { readSessionHeader } from './_server/session-header.ts';
import './globals.css';

// A page that reads the store must never be frozen at build time.
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslate();
  return {
    title: { default: t('app.name'), template: t('title.page', { page: '%s' }) },
    description: t('app.description'),
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = { colorScheme: 'light dark' };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const preferences = await readPreferences();
  const session = readSessionHeader(await headers());
  return (
    <html lang={preferences.locale} data-theme={preferences.theme}>
      <body>
        <Providers now={Date.now()} preferences={preferences} session={session}>
          <PageFrame header={session?.permissions.includes('view') === true ? await header() : null}>{children}</PageFrame>
        </Providers>
      </body>
    </html>
  );
}

/** A wall has none, and its first payload is to be small. Asked for only where the reader may see what stands in it. */
async function header() {
  if ((await headers()).get(pathHeader) === '/wall') return null;
  return (
    <Hydrate loaded={await loadForHeader()}>
      <AppHeader />
      <DemoBanner />
    </Hydrate>
  );
}

/** The header shows without a store too; pages say themselves that there is none. */
async function loadForHeader() {
  try {
    return [
      { queryKey: pulseQuery().queryKey, data: await loadPulse() },
      { queryKey: alertBriefQuery.queryKey, data: await loadAlertBrief() },
    ];
  } catch (error) {
    if (error instanceof StoreError) return [];
    throw error;
  }
}
