import { forgedItems, toDemoBeacon } from './demo-beacon.ts';
import { demoHostClock } from './demo-host-clock.ts';
import { createDemoLogs } from './demo-logs.ts';
import { createNameGiver, type NameGiver, planDemoVm } from './demo-plan.ts';
import { createDemoSetup } from './demo-setup.ts';
import { createTravelGuest, type DemoTraveller } from './demo-travel.ts';
import { createDemoVm, type DemoVmPlan, type TimedVm } from './demo-vm.ts';
import { always, type Episode, episodeAt, isWithin, overlap, type Span } from './episode.ts';
import { guestSystems } from './guest-systems.ts';
import { createRandom } from './random.ts';
import type { SimulatedHost } from './scenario.ts';
import { beaconSilent, clockRunsOff, heartbeatLost, kvpDaemonDead, shutdownDisabled, withoutComponents } from './trouble.ts';

const minute = 60_000;

export interface DemoFleetOptions {
  readonly hosts: number;
  readonly vmsPerHost: number;
  readonly seed: number;
}

/** A fleet that plays a script: the same options and moment give the same hosts. Moments from 2025 on, UTC milliseconds. */
export interface DemoFleet {
  /** Every host of the fleet, also one that is out of reach just now. */
  readonly hostNames: readonly string[];
  /** The host at a moment; undefined while it is out of reach, and for a name that is not in the fleet. */
  hostAt(name: string, now: number): SimulatedHost | undefined;
  /** The hosts within reach at a moment. */
  at(now: number): readonly SimulatedHost[];
}

/**
 * A demo fleet: hosts `hv01`, `hv02`, … with Linux, FreeBSD and Windows guests, and everything that hvitals tells apart: VMs off,
 * saved and paused, a replica pair, an incoming VM, two VMs of one name, checkpoints, a guest that writes hostile KVP text, faults
 * that come and go, stops and starts in the event logs of the hosts, a host out of reach for a while, a host whose clock goes wrong for a while, a host without rights. More than half
 * of the guests have a beacon. What does not change stays the same object.
 */
export function demoFleet(options: DemoFleetOptions): DemoFleet {
  const giveName = createNameGiver();
  const plans = Array.from({ length: options.hosts }, (_, host) =>
    Array.from({ length: options.vmsPerHost }, (_, slot) => planVm(options, host, slot, giveName)),
  );
  addPairs(plans);
  const traveller = takeTraveller(plans);
  const hosts = new Map(
    plans.map((vms, index) => {
      const host = createDemoHost(options, index, { vms, traveller });
      return [host.name, host] as const;
    }),
  );
  const hostNames = [...hosts.keys()];
  const hostAt = (name: string, now: number) => hosts.get(name)?.at(now);
  return { hostNames, hostAt, at: (now) => hostNames.flatMap((name) => hostAt(name, now) ?? []) };
}

/** The VM of the first host that migrates to the second and back; it is not restarted. */
const travellerSlot = 9;
const never: Episode = { everyMs: 100_000 * 24 * 60 * minute, offsetMs: Date.UTC(2024, 11, 2), lastsMs: 0 };

/** Takes the traveller out of the first host, where the fleet has a second one. */
function takeTraveller([first, second]: DemoVmPlan[][]): DemoTraveller | undefined {
  if (first === undefined || second === undefined) return undefined;
  const [plan] = first.splice(travellerSlot, 1);
  return plan === undefined ? undefined : { plan, hosts: [0, 1], names: ['HV01', 'HV02'] };
}

/** Slots of the first host that show something in every fleet, however small. */
function planVm({ seed }: DemoFleetOptions, host: number, slot: number, giveName: NameGiver): DemoVmPlan {
  const place = { seed, host, slot };
  if (host !== 0) return planDemoVm(place, giveName);
  const debian = guestSystems.find(({ name }) => name.startsWith('Debian')) ?? guestSystems[0];
  const often = (trouble: typeof kvpDaemonDead, everyMinutes: number, lastsMinutes: number) => ({
    trouble,
    episode: { everyMs: everyMinutes * minute, offsetMs: slot * minute, lastsMs: lastsMinutes * minute },
  });
  const on = (part: Partial<DemoVmPlan>): DemoVmPlan => {
    const plan = planDemoVm(place, giveName, debian);
    const guest = { system: plan.system, build: plan.guest.build, generation: plan.generation };
    const beacon = toDemoBeacon(guest, createRandom(seed, host, slot, 1));
    return { ...plan, beacon, rest: 'on', lasting: [], passing: [], ...part };
  };
  switch (slot) {
    case 0:
      return on({});
    case 1:
      return on({ passing: [often(kvpDaemonDead, 10, 3)] });
    case 2:
      return on({ passing: [often(heartbeatLost, 15, 2), often(beaconSilent, 20, 6)] });
    case 3:
      return on({ lasting: [withoutComponents] });
    case 4:
      return on({ lasting: [shutdownDisabled], passing: [often(clockRunsOff, 60, 40)] });
    case 5:
      return withForgedItems(on({ name: giveName('sandbox'), ...hostileItems }));
    case 6:
      return on({ power: { everyMs: 30 * minute, offsetMs: 0, lastsMs: 5 * minute }, name: giveName('batch') });
    case 8:
      return on({ grows: true, checkpoints: [] });
    case travellerSlot:
      return { ...planDemoVm(place, giveName), rest: 'on', lasting: [], passing: [], checkpoints: [], power: never };
    default:
      return planDemoVm(place, giveName);
  }
}

function withForgedItems(plan: DemoVmPlan): DemoVmPlan {
  return plan.beacon === undefined ? plan : { ...plan, beacon: { ...plan.beacon, forged: forgedItems } };
}

/** What the root of a guest can write: markup, control characters, one key many times, items that are no XML. */
const hostileItems: Pick<DemoVmPlan, 'guestItems' | 'rawGuestItems'> = {
  guestItems: [
    ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'],
    ['$(reboot)', '`reboot`; DROP TABLE reading; --'],
    ['repeated', 'first'],
    ['repeated', 'second'],
    ['long', 'x'.repeat(1_022)],
  ],
  rawGuestItems: ['<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem"><PROPERTY NAME="Name"'],
};

/** The replica pair, the incoming VM and the two VMs of one name, where the fleet has room for them. */
function addPairs(plans: DemoVmPlan[][]): void {
  const [first, second] = plans;
  const [primary] = first ?? [];
  const eighth = first?.[7];
  if (first === undefined || primary === undefined) return;
  const ninth = first[8];
  if (eighth !== undefined && ninth !== undefined) first[8] = { ...ninth, name: eighth.name };
  const incoming = first[4];
  if (second === undefined || second.length < 2) return;
  const copy = { rest: 'off', lasting: [], passing: [], checkpoints: [] } as const;
  first[0] = { ...primary, replicationMode: 1 };
  second[second.length - 1] = { ...primary, ...copy, replicationMode: 2 };
  if (incoming !== undefined) second[second.length - 2] = { ...incoming, ...copy, kind: 'planned' };
}

interface DemoHost {
  readonly name: string;
  at(now: number): SimulatedHost | undefined;
}

interface HostPlan {
  readonly vms: readonly DemoVmPlan[];
  readonly traveller: DemoTraveller | undefined;
}

function createDemoHost({ hosts, seed }: DemoFleetOptions, index: number, { vms: plans, traveller }: HostPlan): DemoHost {
  const random = createRandom(seed, index, -1);
  const name = `hv${String(index + 1).padStart(2, '0')}`;
  const isLast = index === hosts - 1 && hosts >= 3;
  const outage: Episode | undefined =
    isLast || index % 50 === 49 ? { everyMs: 30 * minute, offsetMs: random.below(30 * minute), lastsMs: 3 * minute } : undefined;
  const fixed: Omit<SimulatedHost, 'vms' | 'logs' | 'setup' | 'migrations'> = {
    name,
    computerName: name.toUpperCase(),
    build: random.pick(['server2019', 'server23h2']),
    language: random.pick(['en', 'en', 'de', 'zh']),
    rights: hosts >= 4 && index === hosts - 2 ? 'none' : 'full',
    clockOffsetMs: random.below(9) - 4,
    clock: demoHostClock(),
    faults: { hangingClasses: [], missingClasses: [], missingNamespaces: [], slowClassesMs: {}, failingClasses: {} },
  };
  // One host's clock goes wrong for a while, and the guests that follow it go along.
  const wrongClock: Episode | undefined =
    index === Math.min(3, hosts - 1) ? { everyMs: 60 * minute, offsetMs: 25 * minute, lastsMs: 15 * minute } : undefined;
  const vms = plans.map(createDemoVm);
  const logsAt = createDemoLogs({ seed, host: index, clockOffsetMs: fixed.clockOffsetMs }, plans);
  const setupAt = createDemoSetup(hosts, index, fixed.build);
  const guestAt = createTravelGuest(traveller, index, fixed.clockOffsetMs);
  let last: { host: SimulatedHost; span: Span } | undefined;
  return {
    name,
    at(now) {
      if (outage !== undefined && episodeAt(outage, now).active) return undefined;
      if (last === undefined || !isWithin(last.span, now)) {
        const timed = vms.map((vm) => vm(now));
        const clock = wrongClock === undefined ? { ...always, active: false } : episodeAt(wrongClock, now);
        const clockOffsetMs = clock.active ? 40_000 : fixed.clockOffsetMs;
        const [{ setup, span }, guest] = [setupAt(now), guestAt(now)];
        const { migrations, logs } = guest;
        const own = timed.map(({ vm }) => vm);
        const host = {
          ...fixed,
          clockOffsetMs,
          setup,
          migrations,
          logs: { ...logsAt(now), ...logs },
          vms: [...own, ...guest.vms],
        };
        last = { host, span: [clock, span, guest.span].reduce(overlap, sharedSpan(timed)) };
      }
      return last.host;
    },
  };
}

function sharedSpan(timed: readonly TimedVm[]): Span {
  return timed.reduce<Span>((span, next) => overlap(span, next.span), always);
}
