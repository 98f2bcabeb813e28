'use client';

import { useTimeZone } from '../preferences/use-preferences.client.tsx';

/** The name of the zone in which the reader gives and reads times. */
export function useZone(): string {
  return useTimeZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
