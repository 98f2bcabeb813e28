import { isBroken, type Level, levelRank, levels, type SignName, signNames } from '#lib/derive/vital-sign.ts';
import { isFindingCode, severities } from '#lib/findings/finding.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { StoredFinding } from '#lib/store/store.ts';
import type { JudgedVm } from './fleet-model.ts';

/** What the wall says of one VM: its level, and where that is critical or warning, what it wants and since when. */
export interface WallVerdict {
  readonly level: Level;
  readonly problem: { readonly word: Message; readonly since: number | null } | undefined;
}

/**
 * The worst of a VM's signs and findings. A finding names the cause, so it goes before a sign of the same level. `since` is when the
 * finding began, or when the reading behind the sign last changed. Pure.
 */
export function toWallVerdict(vm: JudgedVm, findings: Iterable<Pick<StoredFinding, 'code' | 'severity' | 'since'>>): WallVerdict {
  let [level, word, since]: [Level, Message | undefined, number | null] = [vm.level, undefined, null];
  for (const name of signNames) {
    const sign = vm.signs[name];
    if (sign.level !== vm.level || word !== undefined) continue;
    word = toProblemWord(name, sign.word as Message);
    since = vm.changedAt[name];
  }
  for (const finding of [...findings].toSorted(compareFindings).reverse()) {
    const severity = levels.find((known) => known === finding.severity);
    if (severity === undefined || !isFindingCode(finding.code) || levelRank(severity) > levelRank(level)) continue;
    [level, word, since] = [severity, { key: `finding.${finding.code}.title` }, finding.since];
  }
  return { level, problem: isBroken(level) && word !== undefined ? { word, since } : undefined };
}

/** Names the sign, where its word does not name it. */
function toProblemWord(name: SignName, word: Message): Message {
  return word.key === 'services.oneBad' ? word : { key: 'wall.problem', params: { sign: { key: `sign.${name}` }, word } };
}

/** Worst first, then the one that began first. */
function compareFindings(a: Pick<StoredFinding, 'severity' | 'since'>, b: typeof a): number {
  const rank = (severity: string) => (severities as readonly string[]).indexOf(severity);
  return rank(a.severity) - rank(b.severity) || a.since - b.since;
}
