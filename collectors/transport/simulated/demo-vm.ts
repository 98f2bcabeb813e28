import type { IntegrationService } from '#lib/model/integration-service.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { DemoBeacon } from './demo-beacon.ts';
import { type Growth, growthAt, toDemoStorage, toGrownBeacon } from './demo-storage.ts';
import { always, type Episode, episodeAt, isWithin, overlap, type Span } from './episode.ts';
import { type GuestIdentity, toIntrinsicItems } from './guest-kvp.ts';
import type { GuestSystem } from './guest-systems.ts';
import type { SimulatedVm } from './scenario.ts';
import type { SimulatedStorage } from './simulated-storage.ts';
import type { Trouble } from './trouble.ts';

/** What a VM of the demo fleet is, before anything happens to it. */
export interface DemoVmPlan {
  readonly id: VmId;
  readonly name: string;
  readonly system: GuestSystem;
  readonly guest: GuestIdentity;
  /** Its place when nothing is wrong: on, or off, saved or paused for good; a replica or an incoming VM is off. */
  readonly rest: 'on' | 'off' | 'saved' | 'paused';
  readonly kind: SimulatedVm['kind'];
  readonly replicationMode: number;
  /** It is off during the episode and starts at its end; an episode of no length is a restart. */
  readonly power: Episode;
  readonly createdAt: number;
  readonly generation: 1 | 2;
  readonly version: string;
  readonly processors: number;
  readonly guestItems: readonly (readonly [string, string])[];
  readonly rawGuestItems: readonly string[];
  readonly hostItems: readonly (readonly [string, string])[];
  readonly checkpoints: SimulatedVm['checkpoints'];
  readonly beacon: DemoBeacon | undefined;
  /** Its first disk grows by and by, and its guest comes after. */
  readonly grows?: boolean;
  /** What is always so, and what comes and goes. */
  readonly lasting: readonly Trouble[];
  readonly passing: readonly { readonly trouble: Trouble; readonly episode: Episode }[];
}

/** A VM at a moment, and how long it stays exactly so. */
export interface TimedVm {
  readonly vm: SimulatedVm;
  readonly span: Span;
}

const states = { on: 2, off: 3, saved: 6, paused: 9 } as const;

/** A VM that plays its plan: the same object as long as nothing about it changes. */
export function createDemoVm(plan: DemoVmPlan): (now: number) => TimedVm {
  let last: TimedVm | undefined;
  let storage: SimulatedStorage | undefined;
  const storageAt = (growth: Growth | undefined) => {
    if (growth !== undefined) return toDemoStorage(plan, growth);
    storage ??= toDemoStorage(plan);
    return storage;
  };
  return (now) => {
    if (last === undefined || !isWithin(last.span, now)) last = toTimedVm(plan, storageAt, now);
    return last;
  };
}

/** Pure. */
function toTimedVm(plan: DemoVmPlan, storageAt: (growth: Growth | undefined) => SimulatedStorage, now: number): TimedVm {
  const power = episodeAt(plan.power, now);
  const grown = plan.grows === true ? growthAt(now) : undefined;
  let span: Span = overlap(power, grown?.span ?? always);
  const active: { readonly trouble: Trouble; readonly since: number }[] = [];
  for (const trouble of plan.lasting) active.push({ trouble, since: power.from });
  for (const { trouble, episode } of plan.passing) {
    const state = episodeAt(episode, now);
    span = overlap(span, state);
    if (state.active) active.push({ trouble, since: state.from });
  }
  const place = power.active ? 'off' : plan.rest;
  const healthy = toHealthyVm(withGrowth(plan, grown?.growth), storageAt(grown?.growth), { place, since: power.from });
  return { vm: active.reduce((vm, { trouble, since }) => trouble(vm, since), healthy), span };
}

interface PowerPlace {
  readonly place: DemoVmPlan['rest'];
  readonly since: number;
}

function withGrowth(plan: DemoVmPlan, growth: Growth | undefined): DemoVmPlan {
  return growth === undefined || plan.beacon === undefined ? plan : { ...plan, beacon: toGrownBeacon(plan.beacon, growth) };
}

function toHealthyVm(plan: DemoVmPlan, storage: SimulatedStorage, { place, since }: PowerPlace): SimulatedVm {
  const answers = place === 'on' || place === 'paused';
  return {
    id: plan.id,
    name: plan.name,
    kind: plan.kind,
    state: states[place],
    otherState: undefined,
    healthState: 5,
    operationalStatus: [2],
    startedAt: answers ? since : undefined,
    stateChangedAt: since,
    createdAt: plan.createdAt,
    generation: plan.generation,
    version: plan.version,
    replicationMode: plan.replicationMode,
    processors: plan.processors,
    guestOperatingSystem: answers ? plan.system.summary : undefined,
    services: toServices(plan.system, place === 'paused'),
    kvp: {
      intrinsic: answers ? toIntrinsicItems(plan.system, plan.guest) : [],
      guest: answers ? plan.guestItems : [],
      host: plan.hostItems,
      rawGuestItems: answers ? plan.rawGuestItems : [],
    },
    beacon: answers ? toBeacon(plan, place, since) : undefined,
    storage,
    checkpoints: plan.checkpoints,
  };
}

/** Write 0 is at the guest's start; a paused guest writes no more. */
function toBeacon({ beacon }: DemoVmPlan, place: DemoVmPlan['rest'], since: number): SimulatedVm['beacon'] {
  if (beacon === undefined) return undefined;
  return { ...beacon, startedAt: since, ...(place === 'paused' ? { silentSince: since } : {}) };
}

/**
 * Services of a healthy guest. Linux says nothing of its applications; an older one adds 32775, protocol mismatch, which is expected
 * and no fault (hyperv-facts.md 2.3). The guest service interface is off by default and its component says ok all the same (2.1).
 */
function toServices(system: GuestSystem, paused: boolean): SimulatedVm['services'] {
  const primary = system.protocol === 'degraded' ? 3 : 2;
  const status = system.protocol === 'current' ? [primary] : [primary, 32775];
  const heartbeat = system.family === 'windows' ? [primary, 2] : [primary];
  const service = (own: readonly number[] = status, enabled = true) => ({ enabled, status: own });
  const services: Record<IntegrationService, { readonly enabled: boolean; readonly status: readonly number[] }> = {
    heartbeat: service(paused ? [15] : heartbeat),
    kvp: service(),
    shutdown: service(),
    'time-synchronization': service(),
    vss: service(),
    'guest-service-interface': service([2], false),
  };
  return services;
}
