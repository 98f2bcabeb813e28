import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { CimRow } from './cim-classes.ts';

/** The one row of W32Time's performance class, its offset without a sign (cim-facts.md 12); none where the host does not count. */
export function timeServiceRows({ clock, clockOffsetMs }: SimulatedHost): readonly CimRow[] {
  if (!clock.hasCounters) return [];
  const offset = Math.round(Math.abs(clockOffsetMs) * 1_000);
  return [
    { ComputedTimeOffset: offset, NTPRoundtripDelay: 1_500, NTPClientTimeSourceCount: 1, ClockFrequencyAdjustmentPPB: 900 },
  ];
}

/** Keys under HKEY_LOCAL_MACHINE with their texts. */
export function registryTexts({ clock }: SimulatedHost): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const parameters = {
    ...(clock.syncType === undefined ? {} : { Type: clock.syncType }),
    ...(clock.ntpServer === undefined ? {} : { NtpServer: clock.ntpServer }),
  };
  return { 'SYSTEM\\CurrentControlSet\\Services\\W32Time\\Parameters': parameters };
}
