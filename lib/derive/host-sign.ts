import type { Message } from '#lib/i18n/message.ts';
import { type Outcome, yieldsReading } from '#lib/model/outcome.ts';
import type { Severity } from '../findings/finding.ts';
import type { HostFindingCode } from '../findings/host-finding.ts';
import { type Level, levelRank, sign, type VitalSign } from './vital-sign.ts';

/** How much an outcome wants attention. `unsupported` is a property of the host, not a fault. */
export const levelOfOutcome: Readonly<Record<Outcome, Level>> = {
  ok: 'ok',
  partial: 'info',
  'no-data': 'info',
  unsupported: 'info',
  timeout: 'warning',
  unreachable: 'critical',
  'access-denied': 'warning',
  'role-outdated': 'warning',
  'parse-error': 'warning',
  error: 'warning',
};

/** Whether the host said anything at all in a scrape that ended so. */
function isAnswer(outcome: Outcome): boolean {
  return outcome !== 'unreachable' && outcome !== 'timeout';
}

/** Whether the host answered at least one collector's last scrape. */
export function isReachable(scrapes: readonly { readonly outcome: Outcome }[]): boolean {
  return scrapes.some(({ outcome }) => isAnswer(outcome));
}

/** A finding about the host itself, as far as its sign goes. */
interface OwnFinding {
  readonly code: HostFindingCode;
  readonly severity: Severity;
}

/**
 * One sign for a host: does it answer, does it answer everyone, and is something about it found wrong. What does not answer goes before
 * a finding of the same level, because the finding is then old.
 */
export function hostSign(
  scrapes: readonly { readonly collector: string; readonly outcome: Outcome }[],
  findings: readonly OwnFinding[] = [],
): VitalSign {
  const answers = answerSign(scrapes);
  const [worst] = findings.toSorted((a, b) => levelRank(a.severity) - levelRank(b.severity));
  if (worst === undefined || levelRank(worst.severity) >= levelRank(answers.level)) return answers;
  return sign(worst.severity, `finding.${worst.code}.title`, ...answers.detail);
}

function answerSign(scrapes: readonly { readonly collector: string; readonly outcome: Outcome }[]): VitalSign {
  if (scrapes.length === 0) return sign('unknown', 'host.waiting', 'host.waiting.detail');
  const failing = scrapes.filter(({ outcome }) => !yieldsReading(outcome) && outcome !== 'unsupported');
  const detail = failing.map(
    ({ collector, outcome }): Message => ({
      key: 'host.collectorOutcome',
      params: { collector, outcome: { key: `outcome.${outcome}` } },
    }),
  );
  if (!isReachable(scrapes)) {
    const word = scrapes.some(({ outcome }) => outcome === 'unreachable') ? 'host.unreachable' : 'host.silent';
    return sign('critical', word, ...detail);
  }
  if (failing.length === scrapes.length && failing.every(({ outcome }) => outcome === 'access-denied')) {
    return sign('critical', 'host.accessDenied', ...detail);
  }
  if (failing.length === 0) return sign('ok', 'host.ok');
  return sign('warning', { key: 'host.collectorsFail', params: { count: failing.length, total: scrapes.length } }, ...detail);
}
