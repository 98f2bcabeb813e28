import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type StoreTrouble, storeTroubles } from '#app/_components/layout/store-trouble.ts';
import { StoreUnavailable } from '#app/_components/layout/store-unavailable.client.tsx';
import { StoreError } from '#lib/store/store-error.ts';

interface Loaded {
  readonly queryKey: readonly unknown[];
  readonly data: unknown;
}

/** Hands what the server has loaded to the browser's queries, which go on from there by polling. */
export function Hydrate({ loaded, children }: { readonly loaded: readonly Loaded[]; readonly children: ReactNode }) {
  const client = new QueryClient();
  for (const { queryKey, data } of loaded) client.setQueryData(queryKey, data);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/** Runs a page's load; where there is no store yet, the page says so instead of failing. */
export async function withStore(load: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof StoreError && isExplained(error.code)) return <StoreUnavailable reason={error.code} />;
    throw error;
  }
}

function isExplained(code: string): code is StoreTrouble {
  return (storeTroubles as readonly string[]).includes(code);
}
