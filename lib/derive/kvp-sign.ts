import { describeCode, describeCodeWithNumber } from '#lib/format/describe-code.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { KvpProblem, KvpReading } from '#lib/model/readings/kvp.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { isBooting } from './heartbeat-sign.ts';
import { withoutVerdict } from './power-sign.ts';
import { sign, type VitalSign } from './vital-sign.ts';

const maximumAddresses = 32;

/** Addresses as the guest reports them, IPv4 first; `;`-joined in one item each (hyperv-facts.md 1.3). Guest-controlled text. */
export function addressesOf(reading: KvpReading | undefined): readonly string[] {
  if (reading === undefined) return [];
  const list = (key: string): readonly string[] =>
    (reading.intrinsic.find((item) => item.key === key)?.value ?? '')
      .split(';')
      .map((address) => address.trim())
      .filter((address) => address !== '' && address.length <= 64);
  return [...list('NetworkAddressIPv4'), ...list('NetworkAddressIPv6')].slice(0, maximumAddresses);
}

// Duplicate keys are legal: cloud-init appends (hyperv-facts.md 1.7).
const harmless: ReadonlySet<KvpProblem> = new Set(['duplicate-key']);

/**
 * Data exchange of a VM: a warning where a running VM's daemon does not answer. Unusual items make a note only; judging them is
 * the subject of findings.
 */
export function kvpSign(vm: VmReading | undefined, reading: KvpReading | undefined, readAt: number | null): VitalSign {
  const gate = withoutVerdict(vm);
  if (gate !== undefined) return gate;
  if (reading === undefined) return sign('unknown', 'sign.noReading', 'sign.noReading.detail');
  if (reading.enabled === false || reading.primary === 32896) return sign('info', 'sign.disabled', 'sign.disabled.detail');
  switch (reading.primary) {
    case undefined:
      return sign('unknown', 'sign.notReported', 'sign.notReported.detail');
    case 2:
    case 3:
      return contentSign(reading);
    case 6:
      return sign('warning', describeCode('status', 6));
    case 7:
      return sign('warning', describeCode('status', 7), 'kvp.nonRecoverable.detail');
    case 12:
      return isBooting(vm, readAt)
        ? sign('info', 'sign.booting', 'sign.booting.detail')
        : sign('warning', 'kvp.noContact', 'kvp.noContact.detail', describeCodeWithNumber('status', 12));
    case 13:
      return sign('warning', describeCode('status', 13), 'kvp.lost.detail');
    default:
      return sign('unknown', describeCode('status', reading.primary));
  }
}

function contentSign(reading: KvpReading): VitalSign {
  const unusual = reading.problems.filter((problem) => !harmless.has(problem));
  const detail: Message[] = unusual.map((problem) => ({
    key: 'kvp.problems.detail',
    params: { problems: { key: `kvpProblem.${problem}` } },
  }));
  if (reading.primary === 3) detail.push({ key: 'services.degraded.detail' });
  if (reading.intrinsic.length === 0) return sign('warning', 'kvp.empty', 'kvp.empty.detail', ...detail);
  const [address] = addressesOf(reading);
  if (address === undefined) return sign('info', 'kvp.noAddress', 'kvp.noAddress.detail', ...detail);
  return { ...sign(detail.length > 0 ? 'info' : 'ok', 'kvp.ok', ...detail), guestText: address };
}
