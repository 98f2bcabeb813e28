import { describeCode, describeCodeWithNumber } from '#lib/format/describe-code.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { HeartbeatReading } from '#lib/model/readings/heartbeat.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { withoutVerdict } from './power-sign.ts';
import { sign, type VitalSign } from './vital-sign.ts';

/**
 * How long after its start a VM may be silent: component rows appear one by one and say 12 until the guest answers
 * (cim-facts.md 3.2).
 */
const bootGraceMs = 120_000;

/** Whether the VM was started so short a time before the reading that silence means nothing yet. */
export function isBooting(vm: VmReading | undefined, readAt: number | null): boolean {
  if (vm?.startedAt === undefined || readAt === null) return false;
  return readAt - Date.parse(vm.startedAt) < bootGraceMs;
}

/**
 * Heartbeat of a VM (codes: hyperv-facts.md 2.2). OK without application health is what Linux guests show and is fine (2.3).
 * A guest that hvitals never saw answer is told apart from one that fell silent.
 */
export function heartbeatSign(
  vm: VmReading | undefined,
  reading: HeartbeatReading | undefined,
  readAt: number | null,
): VitalSign {
  const gate = withoutVerdict(vm);
  if (gate !== undefined) return gate;
  if (reading === undefined) return sign('unknown', 'sign.noReading', 'sign.noReading.detail');
  if (reading.enabled === false || reading.primary === 32896) return sign('info', 'sign.disabled', 'sign.disabled.detail');
  switch (reading.primary) {
    case undefined:
      return sign('unknown', 'sign.notReported', 'sign.notReported.detail');
    case 2:
      return okSign(reading.secondary);
    case 3:
      return sign('info', describeCode('status', 3), 'heartbeat.degraded.detail');
    case 6:
      return sign('critical', describeCode('status', 6));
    case 7:
      return sign('critical', describeCode('status', 7), 'heartbeat.nonRecoverable.detail');
    case 12:
      return noContactSign(reading, isBooting(vm, readAt));
    case 13:
      return sign('critical', 'heartbeat.lost', 'heartbeat.lost.detail', describeCodeWithNumber('status', 13));
    case 15:
      return sign('none', 'sign.paused', 'sign.paused.detail');
    default:
      return sign('unknown', describeCode('status', reading.primary));
  }
}

function noContactSign(reading: HeartbeatReading, booting: boolean): VitalSign {
  const code: Message = describeCodeWithNumber('status', 12);
  if (booting) return sign('info', 'sign.booting', 'sign.booting.detail', code);
  if (!reading.everInContact) return sign('info', 'heartbeat.never', 'heartbeat.never.detail', code);
  return sign('critical', 'heartbeat.lost', 'heartbeat.lost.detail', code);
}

function okSign(secondary: number | undefined): VitalSign {
  switch (secondary) {
    case undefined:
    case 12:
      return sign('ok', 'heartbeat.ok', 'heartbeat.applicationSilent.detail');
    case 2:
      return sign('ok', 'heartbeat.okApplications');
    case 32775:
      return sign('ok', 'heartbeat.ok', 'heartbeat.protocol.detail');
    case 32782:
      return sign('critical', describeCode('status', 32782), 'heartbeat.applicationCritical.detail');
    case 32783:
    case 32784:
      return sign('warning', describeCode('status', secondary));
    default:
      return sign('unknown', describeCode('status', secondary));
  }
}
