import { type Freshness, neverRead } from './freshness.ts';
import { heartbeatSign } from './heartbeat-sign.ts';
import { kvpSign } from './kvp-sign.ts';
import { powerSign } from './power-sign.ts';
import { servicesSign } from './service-signs.ts';
import type { SignName, VitalSign } from './vital-sign.ts';
import type { VmFacts } from './vm-facts.ts';

/** A sign together with the age of the reading that it was judged from. */
export interface TimedSign extends VitalSign {
  readonly freshness: Freshness;
}

export type VitalSigns = Readonly<Record<SignName, TimedSign>>;

/**
 * The four vital signs of one VM. Pure. Each is as old as its own collector's reading; what is not running is judged by its power
 * state alone. The rules are in the files of the signs, with their sources.
 */
export function vitalSigns({ parts }: Pick<VmFacts, 'parts'>): VitalSigns {
  const { vm, heartbeat, kvp } = parts;
  const services = parts['integration-services'];
  const timed = (sign: VitalSign, part: { readonly freshness: Freshness } | undefined): TimedSign => ({
    ...sign,
    freshness: part?.freshness ?? neverRead,
  });
  const readAt = (part: { readonly freshness: Freshness } | undefined): number | null => part?.freshness.readAt ?? null;
  return {
    power: timed(powerSign(vm?.reading), vm),
    heartbeat: timed(heartbeatSign(vm?.reading, heartbeat?.reading, readAt(heartbeat)), heartbeat),
    services: timed(servicesSign(vm?.reading, services?.reading, readAt(services)), services),
    kvp: timed(kvpSign(vm?.reading, kvp?.reading, readAt(kvp)), kvp),
  };
}
