import { describeCode, describeCodeWithNumber, describeState } from '#lib/format/describe-code.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { type Level, sign, type VitalSign } from './vital-sign.ts';

/** EnabledState values (cim-facts.md 1.2) that the rules ask for. */
export const running = 2;
const paused = 9;
const off = 3;

const levelOfState: ReadonlyMap<number, Level> = new Map([
  [1, 'info'],
  [running, 'ok'],
  [off, 'none'],
  [4, 'info'],
  [6, 'none'],
  [paused, 'warning'],
  [10, 'info'],
  [11, 'info'],
]);

// OperationalStatus[0] other than OK: 3 configuration storage inaccessible, 5 disk space low (cim-facts.md 1.3).
const troubledStatus: ReadonlySet<number> = new Set([3, 5]);

/**
 * Why the guest's services get no verdict, or undefined where they do: only a running VM has component rows that mean something
 * (cim-facts.md 3.1, 3.2), and replicas that are off and incoming VMs are judged nowhere.
 */
export function withoutVerdict(vm: VmReading | undefined): VitalSign | undefined {
  if (vm === undefined) return sign('unknown', 'sign.noReading', 'sign.noReading.detail');
  if (vm.kind === 'planned') return sign('none', 'sign.planned', 'sign.planned.detail');
  if (vm.state === running) return undefined;
  if (vm.kind === 'replica') return sign('none', 'sign.replicaOff', 'sign.replicaOff.detail');
  if (vm.state === paused) return sign('none', 'sign.paused', 'sign.paused.detail');
  const state = describeState(vm.state, vm.otherState);
  if (!levelOfState.has(vm.state)) return sign('unknown', state);
  return sign('none', 'sign.vmNotRunning', { key: 'sign.vmNotRunning.detail', params: { state } });
}

/**
 * Power state and health of a VM. Critical is `HealthState ≠ 5`, never a state code (cim-facts.md 1.2). Off and saved get no verdict:
 * whether that was meant is the subject of power events.
 */
export function powerSign(vm: VmReading | undefined): VitalSign {
  if (vm === undefined) return sign('unknown', 'sign.noReading', 'sign.noReading.detail');
  if (vm.kind === 'planned') return sign('none', 'sign.planned', 'sign.planned.detail');
  const word = describeState(vm.state, vm.otherState);
  const detail = powerDetail(vm);
  if (vm.healthState !== undefined && vm.healthState !== 5) {
    const health = describeCodeWithNumber('health', vm.healthState);
    return sign('critical', word, { key: 'power.health.detail', params: { health } }, ...detail);
  }
  if (vm.kind === 'replica' && vm.state === off) return sign('none', 'sign.replicaOff', 'sign.replicaOff.detail');
  const status = vm.operationalStatus[0];
  if (status !== undefined && troubledStatus.has(status)) return sign('warning', word, ...detail);
  return sign(levelOfState.get(vm.state) ?? 'unknown', word, ...detail);
}

function powerDetail(vm: VmReading): readonly Message[] {
  const detail: Message[] = [];
  const [status, operation] = vm.operationalStatus;
  if (vm.state === paused) detail.push({ key: 'power.paused.detail' });
  if (status !== undefined && troubledStatus.has(status)) detail.push(describeCode('operation', status));
  if (operation !== undefined && operation !== 2) {
    detail.push({ key: 'power.operation.detail', params: { operation: describeCode('operation', operation) } });
  }
  return detail;
}
