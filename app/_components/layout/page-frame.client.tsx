'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { LiveUpdates } from './live-updates.client.tsx';

/** A wall has the screen to itself. */
const wallPath = '/wall';

/** What stands around every page: header and banner above, the page below. */
export function PageFrame({ header, children }: { readonly header: ReactNode; readonly children: ReactNode }) {
  if (usePathname() === wallPath) return children;
  return (
    <>
      {header}
      {header !== null && <LiveUpdates />}
      <main id="content" className="mx-auto max-w-[120rem] px-4 py-5">
        {children}
      </main>
    </>
  );
}
