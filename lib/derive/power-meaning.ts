import type { fleetEventKinds } from '../model/fleet-event.ts';
import type { VmReading } from '../model/readings/vm.ts';
import type { Turn } from './known-spans.ts';

/** What a VM can be, as far as its power goes. */
export const powerStates = ['running', 'paused', 'saved', 'off'] as const;
export type PowerState = (typeof powerStates)[number];

export type PowerEventKind = (typeof fleetEventKinds.power)[number];

const on: readonly PowerState[] = ['running', 'paused'];
const running: readonly PowerState[] = ['running'];
const notRunning: readonly PowerState[] = ['off', 'saved'];
const becomes = (value: PowerState) => ({ value });

type Meaning = Omit<Turn<PowerState>, 'at'>;

const saysNothing: Meaning = { before: [], after: 'same' };
const toOff: Meaning = { before: on, after: becomes('off') };
/** Whether it was turned off or began anew, the event does not say. */
const crashed: Meaning = { before: running, after: 'not-said' };
const reset: Meaning = { before: on, after: becomes('running') };

/**
 * What each event of power says of the state before and after it (collectors/power/power.md). A VM is created and deleted on its hosts
 * as it moves, which says nothing of its power.
 */
const meanings: Readonly<Record<PowerEventKind, Meaning>> = {
  started: { before: notRunning, after: becomes('running') },
  'start-failed': { before: notRunning, after: 'same' },
  'turned-off': toOff,
  'shut-down-by-service': toOff,
  'shut-down-by-guest': toOff,
  'reset-by-host': reset,
  'reset-by-guest': reset,
  saved: { before: on, after: becomes('saved') },
  restored: { before: ['saved'], after: becomes('running') },
  paused: { before: running, after: becomes('paused') },
  resumed: { before: ['paused'], after: becomes('running') },
  hibernated: toOff,
  'paused-critical': { before: running, after: becomes('paused') },
  'stopped-critical': toOff,
  'guest-crashed': crashed,
  'triple-fault': crashed,
  'worker-died': toOff,
  'boot-failed': { before: running, after: 'same' },
  created: saysNothing,
  deleted: saysNothing,
};

/** Whether an event is one of power, and so has a meaning. */
export function isPowerEvent(kind: string): kind is PowerEventKind {
  return Object.hasOwn(meanings, kind);
}

/** What an event of power says of the state before and after it. */
export function powerMeaning(kind: PowerEventKind): Meaning {
  return meanings[kind];
}

/** EnabledState (cim-facts.md 1.2): a VM that starts, shuts down, or is being saved or paused has not yet stopped. */
const stateOfCode: ReadonlyMap<number, PowerState> = new Map([
  [1, 'running'],
  [2, 'running'],
  [3, 'off'],
  [4, 'running'],
  [6, 'saved'],
  [9, 'paused'],
  [10, 'running'],
  [11, 'running'],
]);

/** The state that a reading shows; undefined for a code that is not known, and for a VM that is only on its way here. */
export function toPowerState({ kind, state }: Pick<VmReading, 'kind' | 'state'>): PowerState | undefined {
  return kind === 'planned' ? undefined : stateOfCode.get(state);
}
