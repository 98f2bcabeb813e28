import type { VmKind, VmReading } from '#lib/model/readings/vm.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { Freshness } from './freshness.ts';
import type { HostFacts } from './host-facts.ts';
import { type Contested, decideOwner } from './owner.ts';
import type { VmReadings } from './parse-readings.ts';

/** One reading with its own age: collectors run at different paces, and each part of the facts is as old as its scrape. */
export interface Part<Reading> {
  readonly reading: Reading;
  readonly freshness: Freshness;
  /** When the content last changed, UTC milliseconds. */
  readonly changedAt: number;
}

/** What the collectors of one host hold about one VM id. */
export interface VmParts {
  readonly host: string;
  readonly vmId: VmId;
  /** What is known of the host itself, where the VM's readings lean on it: its clock above all. */
  readonly hostFacts: HostFacts;
  readonly parts: { readonly [Name in keyof VmReadings]?: Part<VmReadings[Name]> };
  /** Collectors whose stored reading does not fit its schema. */
  readonly invalid: readonly string[];
}

/** Another place where the id stands. */
export interface VmCopy {
  readonly host: string;
  readonly name: string;
  readonly kind: VmKind;
  readonly state: number;
  readonly otherState?: string;
}

/** The joined facts of one VM id: the owner's readings, and where else the id stands. */
export interface VmFacts extends VmParts {
  /** Display name, guest- or admin-controlled text; the id where no reading gives one. */
  readonly name: string;
  readonly copies: readonly VmCopy[];
  /** False where the id stands only as a replica or an incoming migration. */
  readonly owned: boolean;
  /** Hosts that are proven to run it at the same time, where there are two or more; else empty. */
  readonly contested: readonly string[];
  /** Whether it runs twice; `unknown` where two hosts say that they run it and their readings do not prove it. */
  readonly runsTwice: Contested;
}

/** Joins all places of one VM id. Undefined for an empty list. Pure; the order does not matter. */
export function toVmFacts(places: readonly VmParts[]): VmFacts | undefined {
  const sorted = places.toSorted((a, b) => (a.host < b.host ? -1 : 1));
  const instances = sorted.flatMap((place) => (place.parts.vm === undefined ? [] : [toInstance(place, place.parts.vm)]));
  const decision = decideOwner(instances);
  // Without an owner the replica or the incoming VM is shown; without any `vm` reading, whatever else there is.
  const shown = decision.owner ?? decision.copies[0];
  const place = shown?.place ?? sorted[0];
  if (place === undefined) return undefined;
  const copies = instances
    .filter((instance) => instance !== shown)
    .map(({ host, reading }): VmCopy => {
      const { name, kind, state, otherState } = reading;
      return { host, name, kind, state, ...(otherState === undefined ? {} : { otherState }) };
    });
  return {
    ...place,
    name: shown?.reading.name ?? place.vmId,
    copies,
    owned: decision.owner !== undefined,
    contested: decision.runningOn,
    runsTwice: decision.contested,
  };
}

function toInstance(place: VmParts, { reading, freshness, changedAt }: Part<VmReading>) {
  const { readAt, failures } = freshness;
  return { host: place.host, reading, readAt, failures, changedAt, place };
}
