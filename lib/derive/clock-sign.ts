import type { Message } from '#lib/i18n/message.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { clockDiscipline } from './clock-discipline.ts';
import { judgedOffset } from './clock-spread.ts';
import { certainSeconds } from './host-clock.ts';
import { withoutVerdict } from './power-sign.ts';
import { sign, type VitalSign } from './vital-sign.ts';
import type { VmClock } from './vm-clock.ts';

/** Off by more than this for certain is a warning: the accuracy that Windows Server supports anywhere (hyperv-facts.md 8.1). */
const warningSeconds = 1;

/**
 * The clock of a VM as a sign: how far it is off, against NTP where that is known, and whether anything keeps it. Whose fault it is
 * findings say. No beacon is no fault: nothing is known then.
 */
export function clockSign(vm: VmReading | undefined, clock: VmClock | undefined): VitalSign {
  const gate = withoutVerdict(vm);
  if (gate !== undefined) return gate;
  if (clock === undefined) return sign('none', 'clockSign.noBeacon', 'clockSign.noBeacon.detail');
  if (clock.stale) return sign('unknown', 'clockSign.stale', 'clockSign.stale.detail');
  const detail = disciplineDetail(clock);
  const offset = judgedOffset(clock);
  if (offset === undefined) return sign(detail.length > 0 ? 'warning' : 'unknown', 'clockSign.unknown', ...detail);
  const seconds = Number(Number(Math.abs(offset.seconds).toPrecision(2)).toFixed(3));
  const amount: Message = { key: offset.seconds < 0 ? 'clockOffset.behind' : 'clockOffset.ahead', params: { seconds } };
  if (certainSeconds(offset) > warningSeconds) return sign('warning', amount, ...detail);
  if (detail.length > 0) return sign('warning', 'clockSign.undisciplined', ...detail);
  return clock.basis === 'timestamp' ? sign('info', 'clockSign.coarse', 'clockSign.coarse.detail') : sign('ok', amount);
}

function disciplineDetail(clock: VmClock): readonly Message[] {
  const discipline = clockDiscipline(clock);
  if (discipline !== 'nothing' && discipline !== 'unsynchronised') return [];
  return [{ key: `finding.clock-undisciplined.cause.${discipline}` }];
}
