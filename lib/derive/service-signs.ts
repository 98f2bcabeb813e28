import { describeCode } from '#lib/format/describe-code.ts';
import type { Message } from '#lib/i18n/message.ts';
import { type IntegrationService, integrationServices } from '#lib/model/integration-service.ts';
import type { IntegrationServiceReading, IntegrationServicesReading } from '#lib/model/readings/integration-services.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { isBooting } from './heartbeat-sign.ts';
import { withoutVerdict } from './power-sign.ts';
import { isBroken, sign, type VitalSign, worstLevel } from './vital-sign.ts';

/**
 * One integration service of a VM. The settings row says whether it is on; a disabled component still reports OK, so the
 * component is asked only after that (hyperv-facts.md 2.1). 32775 as second code is information only (2.3).
 */
export function serviceSign(
  vm: VmReading | undefined,
  service: IntegrationService,
  reading: IntegrationServiceReading | undefined,
  readAt: number | null,
): VitalSign {
  const disabled = reading !== undefined && (!reading.enabled || reading.primary === 32896);
  // Off by default, and nobody misses it (hyperv-facts.md 2.1).
  if (disabled && service === 'guest-service-interface') return sign('none', 'sign.disabled', 'sign.disabledByDefault.detail');
  const gate = withoutVerdict(vm);
  if (gate !== undefined) return gate;
  if (reading === undefined) return sign('unknown', 'sign.noReading', 'sign.noReading.detail');
  if (disabled) return sign('info', 'sign.disabled', 'sign.disabled.detail');
  return statusSign(reading, isBooting(vm, readAt));
}

function statusSign({ primary, secondary }: IntegrationServiceReading, booting: boolean): VitalSign {
  switch (primary) {
    case undefined:
      return sign('unknown', 'sign.notReported', 'sign.notReported.detail');
    case 2:
      return secondaryOf(secondary);
    case 3:
      return sign('info', describeCode('status', 3), 'services.degraded.detail');
    case 6:
      return sign('warning', describeCode('status', 6));
    case 7:
      return sign('warning', describeCode('status', 7), 'services.nonRecoverable.detail');
    case 12:
      return booting
        ? sign('info', 'sign.booting', 'sign.booting.detail')
        : sign('warning', describeCode('status', 12), 'services.noContact.detail');
    case 13:
      return sign('warning', describeCode('status', 13), 'services.lost.detail');
    case 15:
      return sign('none', 'sign.paused', 'sign.paused.detail');
    default:
      return sign('unknown', describeCode('status', primary));
  }
}

function secondaryOf(secondary: number | undefined): VitalSign {
  switch (secondary) {
    case undefined:
    case 2:
    case 12:
      return sign('ok', describeCode('status', 2));
    case 32775:
      return sign('info', describeCode('status', 2), 'services.protocol.detail');
    case 32782:
      return sign('critical', describeCode('status', 32782), 'heartbeat.applicationCritical.detail');
    case 32783:
    case 32784:
      return sign('warning', describeCode('status', secondary));
    default:
      return sign('unknown', describeCode('status', secondary));
  }
}

interface Judged {
  readonly service: IntegrationService;
  readonly sign: VitalSign;
}

/** One service that is not OK is named; several are counted. */
function wordOf(notOk: readonly Judged[], count: number): Message {
  const [only, second] = notOk;
  if (only === undefined || second !== undefined) return { key: 'services.someBad', params: { bad: notOk.length, count } };
  return { key: 'services.oneBad', params: { service: { key: `serviceShort.${only.service}` }, status: only.sign.word } };
}

/** The six services as one sign: the worst of them, with a count; notes alone leave it at OK unless a service was switched off. */
export function servicesSign(
  vm: VmReading | undefined,
  reading: IntegrationServicesReading | undefined,
  readAt: number | null,
): VitalSign {
  const gate = withoutVerdict(vm);
  if (gate !== undefined) return gate;
  if (reading === undefined) return sign('unknown', 'sign.noReading', 'sign.noReading.detail');
  const judged = integrationServices.flatMap((service): readonly Judged[] => {
    const row = reading.services[service];
    return row === undefined ? [] : [{ service, sign: serviceSign(vm, service, row, readAt) }];
  });
  const counted = judged.filter((entry) => entry.sign.level !== 'none');
  if (judged.length === 0) return sign('unknown', 'sign.notReported', 'sign.notReported.detail');
  if (counted.length === 0) return sign('none', 'services.noneEnabled');
  const notOk = counted.filter((entry) => isBroken(entry.sign.level) || entry.sign.level === 'unknown');
  const detail: Message[] = [...notOk, ...counted.filter((entry) => entry.sign.word.key === 'sign.disabled')].map((entry) => ({
    key: 'services.oneBad',
    params: { service: { key: `service.${entry.service}` }, status: entry.sign.word },
  }));
  if (notOk.length > 0) {
    return sign(worstLevel(notOk.map((entry) => entry.sign.level)), wordOf(notOk, counted.length), ...detail);
  }
  const disabled = counted.filter((entry) => entry.sign.word.key === 'sign.disabled').length;
  if (disabled > 0) return sign('info', { key: 'services.someDisabled', params: { count: disabled } }, ...detail);
  const booting = counted.some((entry) => entry.sign.word.key === 'sign.booting');
  if (booting) return sign('info', 'sign.booting', 'sign.booting.detail');
  return sign('ok', { key: 'services.allOk', params: { count: counted.length } });
}
