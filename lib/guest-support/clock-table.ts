import type { ClockDaemon, ClockSource } from '../model/clock.ts';
import type { BeaconClock } from '../model/readings/beacon.ts';

/** What hvitals says of the way in which a guest keeps its clock, where host and servers agree but for `hostOffSeconds`. */
export const clockVerdicts = ['ok', 'undisciplined', 'conflict'] as const;
export type ClockVerdict = (typeof clockVerdicts)[number];

/** One way of keeping a guest's clock. */
export interface ClockWay {
  readonly guest: string;
  readonly system: 'linux' | 'freebsd' | 'windows';
  /** Absent: none runs. */
  readonly daemon?: ClockDaemon;
  /** A second one that runs beside it. */
  readonly beside?: ClockDaemon;
  /** What the daemon follows; absent where it is not synchronised. */
  readonly source?: ClockSource;
  /** Whether the host offers time synchronization. */
  readonly service: boolean;
  readonly samples?: BeaconClock['hostSamples'];
  /** The host's own error; 0 where it is not said. */
  readonly hostOffSeconds?: number;
  readonly verdict: ClockVerdict;
  /** Where it is written. */
  readonly citation: string;
}

const azure = 'Microsoft, "Time sync for Linux VMs in Azure" (hyperv-facts.md 8.1)';
const oldKernel = 'drivers/hv/hv_util.c before the PTP source (Linux 4.11) adjusts on samples; design.md, Clock';
const freebsd = 'FreeBSD r307187: a sample beyond 100 ms sets the clock (hyperv-facts.md 8.1)';
const w32time = 'Microsoft, "Windows Time service tools and settings": NtpClient and VMICTimeProvider';
const rfc = 'RFC 5905: a clock that follows nothing, or leap 3, is not synchronised';
const two = 'chrony FAQ and ntpd manual: one program may discipline a clock at a time';

const way = (
  guest: string,
  system: ClockWay['system'],
  service: boolean,
  verdict: ClockVerdict,
  citation: string,
  rest: Partial<ClockWay> = {},
): ClockWay => ({ guest, system, service, verdict, citation, ...rest });

const never = { samples: 'never' } as const;
const chronyNtp = { daemon: 'chrony', source: 'ntp', ...never } as const;
const chronyPtp = { daemon: 'chrony', source: 'host-ptp', ...never } as const;
const timesyncd = { daemon: 'systemd-timesyncd', source: 'ntp', ...never } as const;
const ntpd = { daemon: 'ntpd', source: 'ntp' } as const;

/** The truth about ways of keeping a guest's clock on Hyper-V, one row each; a test holds the judgement to it. */
export const clockTable: readonly ClockWay[] = [
  way('Debian 12', 'linux', true, 'ok', azure, chronyNtp),
  way('Debian 12', 'linux', false, 'ok', azure, chronyNtp),
  way('Debian 12', 'linux', true, 'ok', azure, chronyPtp),
  way('Debian 12', 'linux', true, 'ok', azure, timesyncd),
  way('Debian 12', 'linux', false, 'ok', azure, timesyncd),
  way('Debian 12', 'linux', true, 'undisciplined', azure, never),
  way('Debian 12', 'linux', false, 'undisciplined', azure, never),
  way('Debian 12', 'linux', true, 'undisciplined', rfc, { daemon: 'systemd-timesyncd', ...never }),
  way('Debian 12', 'linux', true, 'conflict', two, { ...chronyNtp, beside: 'systemd-timesyncd' }),
  way('Ubuntu 24.04', 'linux', true, 'ok', azure, chronyPtp),
  way('Ubuntu 24.04', 'linux', true, 'ok', azure, timesyncd),
  way('Ubuntu 24.04', 'linux', true, 'undisciplined', rfc, { daemon: 'chrony', ...never }),
  way('Ubuntu 24.04', 'linux', true, 'ok', azure, { ...chronyNtp, hostOffSeconds: 40 }),
  way('Ubuntu 24.04', 'linux', true, 'ok', azure, { ...chronyPtp, hostOffSeconds: 40 }),
  way('RHEL 9', 'linux', true, 'ok', azure, chronyPtp),
  way('RHEL 9', 'linux', false, 'ok', azure, chronyNtp),
  way('RHEL 9', 'linux', true, 'undisciplined', rfc, { daemon: 'chrony', source: 'local', ...never }),
  way('RHEL 6', 'linux', true, 'conflict', oldKernel, { ...ntpd, samples: 'every' }),
  way('RHEL 6', 'linux', false, 'ok', oldKernel, { ...ntpd, samples: 'every' }),
  way('RHEL 6', 'linux', true, 'ok', oldKernel, { samples: 'every' }),
  way('RHEL 6', 'linux', false, 'undisciplined', oldKernel, { samples: 'every' }),
  way('SLES 15', 'linux', true, 'ok', azure, chronyNtp),
  way('SLES 15', 'linux', true, 'conflict', two, { ...chronyNtp, beside: 'ntpd' }),
  way('FreeBSD 14', 'freebsd', true, 'ok', freebsd, { ...ntpd, samples: 'large' }),
  way('FreeBSD 14', 'freebsd', true, 'conflict', freebsd, { ...ntpd, samples: 'large', hostOffSeconds: 0.5 }),
  way('FreeBSD 14', 'freebsd', false, 'ok', freebsd, { ...ntpd, samples: 'large', hostOffSeconds: 0.5 }),
  way('FreeBSD 14', 'freebsd', true, 'ok', freebsd, { samples: 'large' }),
  way('FreeBSD 14', 'freebsd', false, 'undisciplined', freebsd, { samples: 'large' }),
  way('FreeBSD 14', 'freebsd', true, 'ok', freebsd, { daemon: 'openntpd', source: 'ntp', samples: 'never' }),
  way('Windows Server 2022', 'windows', true, 'ok', w32time, { daemon: 'w32time', source: 'host-service', samples: 'every' }),
  way('Windows Server 2022', 'windows', true, 'conflict', w32time, { daemon: 'w32time', source: 'ntp', samples: 'every' }),
  way('Windows Server 2022', 'windows', true, 'ok', w32time, { daemon: 'w32time', source: 'ntp', samples: 'never' }),
  way('Windows Server 2022', 'windows', false, 'ok', w32time, { daemon: 'w32time', source: 'ntp', samples: 'every' }),
  way('Windows Server 2022', 'windows', false, 'undisciplined', w32time, {
    daemon: 'w32time',
    source: 'local',
    samples: 'never',
  }),
];
