import { clockDiscipline } from '../derive/clock-discipline.ts';
import { vmClock } from '../derive/vm-clock.ts';
import type { VmFacts } from '../derive/vm-facts.ts';
import { clockRepairCommands } from '../guest-support/clock-commands.ts';
import { guestFamilyOf } from '../guest-support/guest-family.ts';
import { type Evidence, finding, type Verdict } from './finding.ts';

/** How long after its start a guest's daemon may look for its servers: ntpd alone takes up to a quarter of an hour. */
const settlingMs = 900_000;

/** A fresh beacon says that nothing keeps the guest's clock: no daemon that is synchronised, and no samples of the host. */
export function clockUndisciplined(facts: VmFacts): Verdict {
  const clock = vmClock(facts);
  if (clock === undefined) return 'none';
  if (clock.stale) return 'undecided';
  const discipline = clockDiscipline(clock);
  if (discipline !== 'nothing' && discipline !== 'unsynchronised') return 'none';
  if (isSettling(facts)) return 'undecided';
  const { host, vmId, parts } = facts;
  const said = (message: Evidence['message'], collector: string): Evidence => ({ message, collector, host });
  const daemon = clock.daemon ?? clock.daemons[0];
  const service = clock.timeSyncOffered === false ? 'off' : clock.hostSamples === 'never' ? 'rare' : undefined;
  return finding('clock-undisciplined', vmId, {
    evidence: [
      daemon === undefined
        ? said({ key: 'finding.clock-undisciplined.evidence.none' }, 'beacon')
        : said({ key: 'finding.clock-undisciplined.evidence.unsynchronised', params: { daemon } }, 'beacon'),
      ...(service === 'off' ? [said({ key: 'finding.clock-undisciplined.evidence.off' }, 'integration-services')] : []),
      ...(service === 'rare' ? [said({ key: 'finding.clock-undisciplined.evidence.rare' }, 'beacon')] : []),
    ],
    cause: { key: `finding.clock-undisciplined.cause.${discipline}` },
    fixes: [
      {
        message: { key: 'finding.clock-undisciplined.fix' },
        commands: clockRepairCommands(guestFamilyOf(parts.vm?.reading, parts.kvp?.reading)),
      },
    ],
  });
}

function isSettling({ parts: { vm, beacon } }: VmFacts): boolean {
  const readAt = beacon?.freshness.readAt ?? null;
  if (vm?.reading.startedAt === undefined || readAt === null) return false;
  return readAt - Date.parse(vm.reading.startedAt) < settlingMs;
}
