import { toVmSid } from '#lib/model/to-vm-sid.ts';
import type { DemoVmPlan } from './demo-vm.ts';
import { createRandom } from './random.ts';
import type { SimulatedEvent, SimulatedLogs } from './simulated-event.ts';

const worker = 'Microsoft-Windows-Hyper-V-Worker-Admin';
const management = 'Microsoft-Windows-Hyper-V-VMMS-Admin';
const availability = 'Microsoft-Windows-Hyper-V-High-Availability-Admin';
/** Logs begin here, with record 1; no moment of a fleet is earlier. */
const beginning = Date.UTC(2025, 0, 1);
/** How many records a log holds: more than the VM that is stopped most often fills in a day. */
const mostRecords = 120;

/** Where the logs stand. */
export interface DemoLogPlace {
  readonly seed: number;
  readonly host: number;
  /** Of the host's clock, when nothing is wrong with it. */
  readonly clockOffsetMs: number;
}

type Told = Omit<SimulatedEvent, 'recordId'>;

/** What every event about a VM says, made once: logs of a large fleet hold it a hundred thousand times. */
type Subject = Pick<Told, 'fields' | 'sid'>;

/** A VM that writes to the log. */
interface Writing {
  readonly plan: DemoVmPlan;
  readonly slot: number;
  readonly subject: Subject;
}

/**
 * The event logs of a demo host: each stop and each start of its VMs, as their plans have them. Numbers follow from how many there have been, so that
 * every moment has the log that it has whenever it is asked for; as long as nothing is new it stays the same object.
 */
export function createDemoLogs(place: DemoLogPlace, plans: readonly DemoVmPlan[]): (now: number) => SimulatedLogs {
  const writing = plans.flatMap((plan, slot) => (isStopped(plan) ? [{ plan, slot, subject: toSubject(plan) }] : []));
  let last: { readonly count: number; readonly logs: SimulatedLogs } | undefined;
  return (now) => {
    const count = writing.reduce((sum, { plan }) => sum + countOf(plan, now), 0);
    if (last?.count !== count) {
      const told = writing.flatMap((one) => latest(place, one, now)).toSorted((a, b) => a.at - b.at);
      const kept = told.slice(-Math.min(mostRecords, count));
      const first = count - kept.length + 1;
      const log = count === 0 ? [] : kept.map((event, index) => ({ ...event, recordId: first + index }));
      last = { count, logs: { [worker]: log, [management]: [], [availability]: [] } };
    }
    return last.logs;
  };
}

/** VMs that are on by rest are stopped and started; replicas and incoming ones are not. */
function isStopped({ rest, kind, replicationMode }: DemoVmPlan): boolean {
  return rest === 'on' && kind === 'realized' && replicationMode !== 2;
}

/** Stops and starts from the beginning up to a moment. */
function countOf({ power: { everyMs, offsetMs, lastsMs } }: DemoVmPlan, now: number): number {
  const upTo = (at: number, offset: number) => Math.floor((at - offset) / everyMs);
  const times = (offset: number) => Math.max(0, upTo(now, offset) - upTo(beginning, offset));
  return times(offsetMs) + times(offsetMs + lastsMs);
}

/** The last stops and starts of one VM, as many as a log can hold. */
function latest(place: DemoLogPlace, writing: Writing, now: number): Told[] {
  const { plan, subject } = writing;
  const { everyMs, offsetMs, lastsMs } = plan.power;
  const told: Told[] = [];
  const newest = Math.floor((now - offsetMs) / everyMs);
  for (let cycle = newest; cycle > newest - mostRecords; cycle -= 1) {
    const stopped = offsetMs + cycle * everyMs;
    const started = stopped + lastsMs;
    if (started > now && stopped > beginning) told.push(toStop(place, writing, cycle));
    else if (stopped > beginning) told.push(toStop(place, writing, cycle), toEvent(place, subject, 18500, started));
    else if (started > beginning && started <= now) told.push(toEvent(place, subject, 18500, started));
    if (started <= beginning) break;
  }
  return told;
}

/** One that is off for a while was shut down, or turned off every fourth time; one that restarts does so from inside, or crashes now and then. */
function toStop(place: DemoLogPlace, { plan, slot, subject }: Writing, cycle: number): Told {
  const stopped = plan.power.offsetMs + cycle * plan.power.everyMs;
  if (plan.power.lastsMs > 0) {
    if (cycle % 4 === 0) return toEvent(place, subject, 18502, stopped);
    return toEvent(place, subject, 18504, stopped, { Force: 'False', Reason: '' });
  }
  const dice = createRandom(place.seed, place.host, slot, cycle).next();
  if (dice >= 0.15) return toEvent(place, subject, 18508, stopped, { Reason: '0' });
  const codes = plan.system.family === 'windows' ? ['0x79', '0x4', '0x0', '0x0', '0x0'] : ['0x0', '0x8100000606570000', '0x0'];
  return toEvent(place, subject, 18590, stopped, Object.fromEntries(codes.map((code, index) => [`VmErrorCode${index}`, code])));
}

function toEvent(
  { clockOffsetMs }: DemoLogPlace,
  subject: Subject,
  eventId: number,
  at: number,
  rest?: Record<string, string>,
): Told {
  return {
    eventId,
    at: at + clockOffsetMs,
    provider: 'Microsoft-Windows-Hyper-V-Worker',
    payload: 'VmlEventLog',
    fields: rest === undefined ? subject.fields : [...subject.fields, ...Object.entries(rest)],
    sid: subject.sid,
  };
}

function toSubject({ name, id }: DemoVmPlan): Subject {
  return { fields: Object.entries({ VmName: name, VmId: id.toUpperCase() }), sid: toVmSid(id) };
}
