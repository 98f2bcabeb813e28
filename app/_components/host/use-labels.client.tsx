'use client';

import { useMemo } from 'react';
import type { LabelsByHost } from '../vm/vm-columns.client.tsx';

/** Labels by host; the same map as long as no label has changed, although hosts change with every scrape. */
export function useLabels(
  hosts: Iterable<readonly [host: string, { readonly labels: Readonly<Record<string, string>> }]>,
): LabelsByHost {
  const text = JSON.stringify(Array.from(hosts, ([host, { labels }]) => [host, labels]));
  return useMemo(() => new Map(JSON.parse(text) as [string, Record<string, string>][]), [text]);
}
