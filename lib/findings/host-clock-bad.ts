import { certainSeconds, hostClock } from '../derive/host-clock.ts';
import type { HostFacts } from '../derive/host-facts.ts';
import type { ClockHostReading } from '../model/readings/clock.ts';
import { highOffsetSeconds, offsetParams, twoDigits } from './clock-evidence.ts';
import type { Evidence, Severity } from './finding.ts';
import type { HostVerdict } from './host-finding.ts';

/** Kerberos refuses logons beyond this, so that the host and guests that follow it fall out of their domain (hyperv-facts.md 8.1). */
const kerberosLimitSeconds = 300;

/**
 * The host's own clock is off for certain, by what a server answered; or W32Time itself counts a large offset and no server answered.
 * @param followers VMs that it owns and whose clocks are known to follow it
 */
export function hostClockBad(facts: HostFacts, followers: number): HostVerdict {
  const { clock } = facts.parts;
  if (facts.invalid.includes('clock')) return 'undecided';
  if (clock === undefined) return 'none';
  if (clock.freshness.failures > 0) return 'undecided';
  const off = offOf(clock.reading);
  if (off === undefined) return 'none';
  const said = (message: Evidence['message'], collector = 'clock'): Evidence => ({ message, collector, host: facts.host });
  const { syncType } = clock.reading;
  return {
    code: 'host-clock-bad',
    severity: off.severity,
    host: facts.host,
    evidence: [
      said(off.message),
      ...(syncType === undefined ? [] : [said({ key: 'finding.host-clock-bad.evidence.syncType', params: { type: syncType } })]),
      ...(followers === 0
        ? []
        : [said({ key: 'finding.host-clock-bad.evidence.followers', params: { count: followers } }, 'beacon')]),
    ],
    cause: { key: 'finding.host-clock-bad.cause' },
    fixes: [
      {
        message: { key: 'finding.host-clock-bad.fix.look' },
        commands: [{ where: 'host', text: 'w32tm /query /status /verbose; w32tm /query /peers; w32tm /resync /rediscover' }],
      },
      {
        message: { key: 'finding.host-clock-bad.fix.peers' },
        commands: [
          {
            where: 'host',
            text: 'w32tm /config /manualpeerlist:"0.pool.ntp.org,0x8 1.pool.ntp.org,0x8" /syncfromflags:manual /update; Restart-Service w32time',
          },
        ],
      },
    ],
  };
}

function offOf(reading: ClockHostReading): { readonly message: Evidence['message']; readonly severity: Severity } | undefined {
  const { vsNtp, server, magnitudeSeconds } = hostClock(reading);
  const severity = (seconds: number): Severity => (seconds > kerberosLimitSeconds ? 'critical' : 'warning');
  if (vsNtp !== undefined) {
    const certain = certainSeconds(vsNtp);
    if (certain <= highOffsetSeconds) return undefined;
    const params = { ...offsetParams(vsNtp), server: server ?? '' };
    return { message: { key: 'finding.host-clock-bad.evidence.ntp', params }, severity: severity(certain) };
  }
  if (magnitudeSeconds === undefined || magnitudeSeconds <= highOffsetSeconds) return undefined;
  const params = { seconds: twoDigits(magnitudeSeconds) };
  return { message: { key: 'finding.host-clock-bad.evidence.magnitude', params }, severity: severity(magnitudeSeconds) };
}
