import { hostClock } from '#lib/derive/host-clock.ts';
import type { VmClock } from '#lib/derive/vm-clock.ts';
import type { ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';
import type { ClockHostReading } from '#lib/model/readings/clock.ts';

/** The clock of a VM as the API gives it: what is not known is null. */
export function toApiVmClock(clock: VmClock): ApiVmClock {
  return {
    vsNtp: clock.vsNtp ?? null,
    vsHost: clock.vsHost ?? null,
    basis: clock.basis ?? null,
    daemon: clock.daemon ?? null,
    daemons: [...clock.daemons],
    source: clock.source ?? null,
    reference: clock.reference ?? null,
    synchronised: clock.synchronised ?? null,
    stratum: clock.stratum ?? null,
    frequencyPpm: clock.frequencyPpm ?? null,
    timeSyncOffered: clock.timeSyncOffered ?? null,
    stale: clock.stale,
    saidAt: clock.saidAt ?? null,
  };
}

/** The clock of a host as the API gives it. */
export function toApiHostClock(reading: ClockHostReading): ApiHostClock {
  const clock = hostClock(reading);
  return {
    vsNtp: clock.vsNtp ?? null,
    server: clock.server ?? null,
    serversFrom: clock.serversFrom,
    servers: [...clock.servers],
    syncType: clock.syncType ?? null,
    magnitudeSeconds: clock.magnitudeSeconds ?? null,
    resolutionSeconds: clock.resolutionSeconds,
  };
}
