import type { Part, VmFacts } from '../derive/vm-facts.ts';
import type { DirtyStop, DirtyStopKind } from '../model/readings/power.ts';
import type { VmReading } from '../model/readings/vm.ts';
import { type Evidence, type Fix, finding, type Verdict } from './finding.ts';

const running = 2;
const off = 3;
/** After these the worker process is gone, so that a VM that is on was started again. The others leave it on, hanging or after a reset. */
const endsWorker: ReadonlySet<DirtyStopKind> = new Set(['turned-off', 'stopped-critical', 'worker-died']);

/**
 * The VM was stopped without its guest: turned off, crashed, or ended by the host. Found while it is off, one that was just turned off for a day;
 * and for an hour where it is on again, because a crash that heals itself is one all the same. How long follows from the reading (power.md).
 */
export function turnedOffDirty(facts: VmFacts): Verdict {
  const { vm, power } = facts.parts;
  const dirty = power?.reading.dirty;
  // Where the logs have told of no such stop there is nothing to look at again, be they readable or not.
  if (vm === undefined || power === undefined || dirty === undefined || !facts.owned) return 'none';
  if (vm.freshness.failures > 0 || power.freshness.failures > 0) return 'undecided';
  const { state } = vm.reading;
  if (state === off) return dirty.backAt === undefined ? found(facts, dirty, 'off') : 'none';
  if (state !== running || !dirty.recent) return 'none';
  // Read before the event was written: the next reading shows it off, or started later.
  if (endsWorker.has(dirty.kind) && dirty.backAt === undefined && !startedAfter(vm, dirty)) return 'undecided';
  return found(facts, dirty, 'on');
}

function startedAfter({ reading: { startedAt } }: Part<VmReading>, { at }: DirtyStop): boolean {
  return startedAt !== undefined && Date.parse(startedAt) > Date.parse(at);
}

function found({ vmId, host }: VmFacts, dirty: DirtyStop, now: 'on' | 'off'): Verdict {
  const { kind, eventId, at, codes, linuxPanic } = dirty;
  const params = { at: toText(at), event: String(eventId) };
  const evidence: Evidence[] = [
    { collector: 'power', host, message: { key: `finding.turned-off-dirty.evidence.${kind}`, params } },
  ];
  if (codes !== undefined) {
    const message = { key: 'finding.turned-off-dirty.evidence.codes', params: { codes: codes.join(', ') } } as const;
    evidence.push({ collector: 'power', host, message });
  }
  if (linuxPanic === true)
    evidence.push({ collector: 'power', host, message: { key: 'finding.turned-off-dirty.evidence.panic' } });
  evidence.push({ collector: 'vm', host, message: { key: `finding.turned-off-dirty.evidence.${now}` } });
  return finding('turned-off-dirty', vmId, {
    evidence,
    cause: { key: `finding.turned-off-dirty.cause.${kind}` },
    fixes: [seeLog(vmId), now === 'off' ? start(vmId) : { message: { key: 'finding.turned-off-dirty.fix.check' }, commands: [] }],
  });
}

/** Texts of the log are in the language of the host; the id in them is the same in each. */
function seeLog(vmId: string): Fix {
  const text = `Get-WinEvent -LogName Microsoft-Windows-Hyper-V-Worker-Admin -MaxEvents 500 | Where-Object Message -like '*${vmId}*'`;
  return { message: { key: 'finding.turned-off-dirty.fix.log' }, commands: [{ where: 'host', text }] };
}

function start(vmId: string): Fix {
  return {
    message: { key: 'finding.turned-off-dirty.fix.start' },
    commands: [{ where: 'host', text: `Get-VM -Id ${vmId} | Start-VM` }],
  };
}

/** By the clock of the host, to the second. */
function toText(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}
