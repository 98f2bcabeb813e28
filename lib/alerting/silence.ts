import { type Labels, type Matcher, matchEverything, matches, parseMatcher, renderMatcher } from './matcher.ts';

/** Stops notifications of the alerts that it hits, for a time. Times are UTC milliseconds. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
  readonly createdAt: number;
}

/** What a person asks for. */
export interface SilenceDraft extends Omit<Silence, 'id' | 'createdAt'> {
  /** The person was told that it hits next to everything, and wants it even so. */
  readonly confirmed?: boolean;
}

export type SilenceState = 'pending' | 'active' | 'expired';
export type SilenceRefusal =
  | 'no-matcher'
  | 'bad-matcher'
  | 'bad-time'
  | 'ends-before-start'
  | 'ends-in-past'
  | 'no-author'
  | 'no-comment'
  /** Ask once more, and say so with `confirmed`. */
  | 'matches-everything';

/** The state follows from the times alone and is not stored. The end itself is expired, as in Alertmanager. Pure. */
export function silenceState({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>, now: number): SilenceState {
  if (now < startsAt) return 'pending';
  return now < endsAt ? 'active' : 'expired';
}

/** All reasons for which a silence cannot be made; none where it can. Pure. */
export function refuseSilence(draft: SilenceDraft, now: number): readonly SilenceRefusal[] {
  const { matchers, startsAt, endsAt } = draft;
  const reasons: SilenceRefusal[] = [];
  if (matchers.length === 0) reasons.push('no-matcher');
  const isBad = matchers.some((matcher) => !parseMatcher(renderMatcher(matcher)).ok);
  if (isBad) reasons.push('bad-matcher');
  if (![startsAt, endsAt].every(Number.isSafeInteger)) reasons.push('bad-time');
  else if (endsAt <= startsAt) reasons.push('ends-before-start');
  else if (endsAt <= now) reasons.push('ends-in-past');
  if (draft.createdBy.trim() === '') reasons.push('no-author');
  if (draft.comment.trim() === '') reasons.push('no-comment');
  if (!isBad && draft.confirmed !== true && matchers.length > 0 && matchEverything(matchers)) reasons.push('matches-everything');
  return reasons;
}

/** The silences that are active and hit an alert with these labels (`placedLabels`). Pure. */
export function silencesOf<S extends Pick<Silence, 'matchers' | 'startsAt' | 'endsAt'>>(
  silences: readonly S[],
  labels: Labels,
  now: number,
): readonly S[] {
  return silences.filter((silence) => silenceState(silence, now) === 'active' && matches(silence.matchers, labels));
}

/** The silence ended now; one that has not begun never begins. One that is over stays as it is. Pure. */
export function endSilence(silence: Silence, now: number): Silence {
  if (silenceState(silence, now) === 'expired') return silence;
  return { ...silence, startsAt: Math.min(silence.startsAt, now), endsAt: now };
}
