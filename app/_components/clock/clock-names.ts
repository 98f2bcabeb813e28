import type { ClockDaemon } from '#lib/model/clock.ts';

/** Programs by the names that they give themselves; no language has others. */
export const daemonNames: Readonly<Record<ClockDaemon, string>> = {
  chrony: 'chrony',
  ntpd: 'ntpd',
  ntpsec: 'NTPsec',
  'systemd-timesyncd': 'systemd-timesyncd',
  openntpd: 'OpenNTPD',
  w32time: 'W32Time',
};
