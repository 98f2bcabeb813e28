import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { type BeaconPlan, planBeacon } from './demo-beacon.ts';
import type { DemoVmPlan } from './demo-vm.ts';
import type { Episode } from './episode.ts';
import { type GuestSystem, pickGuestSystem } from './guest-systems.ts';
import { createRandom, type Random } from './random.ts';
import {
  addressChanged,
  applicationCritical,
  guestServicesEnabled,
  heartbeatLost,
  kvpDaemonDead,
  shutdownDisabled,
  type Trouble,
  vssDaemonMissing,
  withoutComponents,
} from './trouble.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Gives out names such as `web-03`, each once. */
export type NameGiver = (role: string) => string;

/** Names count up per role over the whole fleet. */
export function createNameGiver(): NameGiver {
  const given = new Map<string, number>();
  return (role) => {
    const number = (given.get(role) ?? 0) + 1;
    given.set(role, number);
    return `${role}-${String(number).padStart(2, '0')}`;
  };
}

/** Where a VM stands in the fleet; both count from 0. */
export interface Place {
  readonly seed: number;
  readonly host: number;
  readonly slot: number;
}

/** The plan of one VM from seed and place alone, so that a larger fleet holds the smaller one. `system` overrides the mix. */
export function planDemoVm(place: Place, giveName: NameGiver, system?: GuestSystem): DemoVmPlan {
  const random = createRandom(place.seed, place.host, place.slot);
  const guestSystem = system ?? pickGuestSystem(random);
  const name = giveName(random.pick(guestSystem.roles));
  const isNew = random.next() < 0.5;
  const id = toVmId(place, random);
  const guest = toIdentity(place, name, guestSystem, random);
  const generation = guestSystem.builds[0].startsWith('10.0.17763') && !isNew ? 1 : 2;
  const beacon = planBeacon(place, { system: guestSystem, build: guest.build, generation });
  return {
    id,
    name,
    system: guestSystem,
    guest,
    rest: toRest(random),
    kind: 'realized',
    replicationMode: 0,
    power: { everyMs: (5 + random.below(55)) * day + random.below(day), offsetMs: random.below(60 * day), lastsMs: 0 },
    createdAt: Date.UTC(2023, 0, 1) + random.below(700) * day + random.below(day),
    generation,
    version: isNew ? '11.0' : '9.0',
    processors: random.pick([1, 2, 2, 4, 4, 8]),
    guestItems: random.next() < 0.15 ? [['app.version', `2.${random.below(20)}.${random.below(9)}`]] : [],
    rawGuestItems: [],
    hostItems: random.next() < 0.1 ? [['backup-policy', random.pick(['daily', 'weekly'])]] : [],
    checkpoints: toCheckpoints(random),
    beacon: beacon.beacon,
    lasting: [...toLasting(guestSystem, random), ...beacon.lasting],
    passing: [...toPassing(place, guestSystem, random), ...toBeaconEpisodes(place, beacon)],
  };
}

/** Seed, host and slot stand in the id, so that no two of a fleet are alike whatever the numbers do. */
function toVmId({ seed, host, slot }: Place, random: Random): VmId {
  const hex = (length: number) =>
    random
      .below(16 ** length)
      .toString(16)
      .padStart(length, '0');
  const where = (host * 0x1000 + slot).toString(16).padStart(8, '0');
  const mask = createRandom(seed).below(0x10000).toString(16).padStart(4, '0');
  const id = parseVmId(`${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${mask}${where}`);
  if (id === undefined) throw new Error('the parts of a demo VM id make no GUID');
  return id;
}

function toIdentity({ host, slot }: Place, name: string, system: GuestSystem, random: Random): DemoVmPlan['guest'] {
  const number = host * 512 + slot + 10;
  const bytes = [(number >> 16) & 255, (number >> 8) & 255, number & 255] as const;
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  return {
    fullName: `${system.family === 'windows' ? name.toUpperCase() : name}.corp.example.com`,
    build: random.pick(system.builds),
    ipv4: `10.${bytes.join('.')}`,
    ipv6: `fe80::215:5dff:fe${hex(bytes[0])}:${hex(bytes[1])}${hex(bytes[2])}`,
  };
}

function toRest(random: Random): DemoVmPlan['rest'] {
  const dice = random.next();
  if (dice < 0.06) return 'off';
  if (dice < 0.08) return 'saved';
  return dice < 0.095 ? 'paused' : 'on';
}

function toCheckpoints(random: Random): DemoVmPlan['checkpoints'] {
  const dice = random.next();
  if (dice > 0.1) return [];
  const createdAt = Date.UTC(2025, 0, 1) + random.below(300) * day;
  const id = `${random
    .below(16 ** 8)
    .toString(16)
    .padStart(8, '0')}-0000-4000-8000-${random
    .below(16 ** 8)
    .toString(16)
    .padStart(12, '0')}`;
  return dice < 0.02
    ? [{ id, name: 'Backup Checkpoint', type: 'recovery', createdAt }]
    : [{ id, name: 'before update', type: 'standard', createdAt }];
}

function toLasting(system: GuestSystem, random: Random): readonly Trouble[] {
  const lasting: Trouble[] = [];
  if (system.family !== 'windows' && random.next() < 0.25) lasting.push(vssDaemonMissing);
  if (random.next() < 0.05) lasting.push(guestServicesEnabled);
  if (random.next() < 0.01) lasting.push(shutdownDisabled);
  if (random.next() < 0.015) lasting.push(withoutComponents);
  return lasting;
}

function toPassing(place: Place, system: GuestSystem, random: Random): DemoVmPlan['passing'] {
  const passing: { trouble: Trouble; episode: Episode }[] = [];
  const now = (trouble: Trouble, everyMinutes: number, lastsMinutes: number) => {
    const everyMs = (everyMinutes + random.below(everyMinutes)) * minute;
    passing.push({ trouble, episode: { everyMs, offsetMs: random.below(everyMs), lastsMs: lastsMinutes * minute } });
  };
  if (system.family !== 'windows' && random.next() < 0.04) now(kvpDaemonDead, 30, 5);
  if (random.next() < 0.02) now(heartbeatLost, 45, 3);
  if (system.family === 'windows' && random.next() < 0.02) now(applicationCritical, 60, 4);
  if (random.next() < 0.01) now(addressChanged(`10.255.${place.host & 255}.${place.slot & 255}`), 90, 45);
  return passing;
}

/** Episodes of the beacon, drawn apart from the others. */
function toBeaconEpisodes({ seed, host, slot }: Place, { passing }: BeaconPlan): DemoVmPlan['passing'] {
  const random = createRandom(seed, host, slot, 0xe915);
  return passing.map(({ trouble, everyMinutes, lastsMinutes }) => {
    const everyMs = (everyMinutes + random.below(everyMinutes)) * minute;
    return { trouble, episode: { everyMs, offsetMs: random.below(everyMs), lastsMs: lastsMinutes * minute } };
  });
}
