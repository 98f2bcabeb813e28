'use client';

import { useMemo } from 'react';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import type { LabelsByHost } from '../vm/vm-columns.client.tsx';

/** Labels by host; the same map as long as no label has changed, although targets change with every scrape. */
export function useLabels(targets: readonly Pick<ApiTarget, 'host' | 'labels'>[]): LabelsByHost {
  const text = JSON.stringify(targets.map(({ host, labels }) => [host, labels]));
  return useMemo(() => new Map(JSON.parse(text) as [string, Record<string, string>][]), [text]);
}
