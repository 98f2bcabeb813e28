import { randomUUID } from 'node:crypto';
import { matchEverything } from '#lib/alerting/matcher.ts';
import {
  endSilence,
  refuseSilence,
  type Silence,
  type SilenceDraft,
  type SilenceRefusal,
  silenceState,
} from '#lib/alerting/silence.ts';
import type { SilenceBody, SilenceChangeBody } from '#lib/api/write-bodies.ts';
import type { ApiHits, ApiMatcher } from '#lib/model/api/silences.ts';
import type { AlertEventKind, AlertStore, StoredAlertEvent } from '#lib/store/alert-store.ts';
import { hitBy, listSilences } from './alert-acts.ts';
import { invalid, type WriteOutcome } from './answer-write.ts';
import { toApiSilence } from './load-silences.ts';
import { toProblem } from './problem-response.ts';
import { readAlerts } from './store-access.ts';

const mostHits = 50;

/** What of a draft is to blame, and what would be valid. */
const faults: Readonly<Record<SilenceRefusal, readonly [path: string, detail: string]>> = {
  'no-matcher': ['matchers', 'must have one matcher at least'],
  'bad-matcher': ['matchers', 'must be matchers'],
  'bad-time': ['endsAt', 'must be a time'],
  'ends-before-start': ['endsAt', 'must be after startsAt'],
  'ends-in-past': ['endsAt', 'must be in the future'],
  'no-author': ['createdBy', 'must be the name of who does it'],
  'no-comment': ['comment', 'must say why'],
  'matches-everything': ['matchers', 'leave next to nothing out'],
};

/** What matchers hit now. Throws StoreError. */
export async function previewHits(matchers: readonly ApiMatcher[]): Promise<ApiHits> {
  const hits = hitBy(matchers, await (await readAlerts()).listAlerts());
  return {
    count: hits.length,
    alerts: hits
      .slice(0, mostHits)
      .map(({ fingerprint, rule, severity, status, summary }) => ({ fingerprint, rule, severity, status, summary })),
    matchesEverything: matchEverything(matchers),
  };
}

/** The refusal of matchers that hit everything, until somebody said that this is meant. */
export function asksToConfirm(what: string): WriteOutcome {
  const detail = `The matchers leave next to nothing out: ${what} would keep every alert, and every one to come, from being told. Send confirmed: true if that is meant.`;
  const [path, fault] = faults['matches-everything'];
  return { problem: toProblem(409, 'matches-everything', detail, [{ path, code: 'matches-everything', detail: fault }]) };
}

function refuse(draft: SilenceDraft, now: number): WriteOutcome | undefined {
  const reasons = refuseSilence(draft, now);
  const errors = reasons
    .filter((reason) => reason !== 'matches-everything')
    .map((code) => ({ path: faults[code][0], code, detail: faults[code][1] }));
  if (errors.length > 0) return { problem: invalid(errors) };
  return reasons.length > 0 ? asksToConfirm('it') : undefined;
}

/** Makes a silence. Throws StoreError. */
export async function makeSilence(body: SilenceBody, now: number): Promise<WriteOutcome> {
  const { confirmed, ...wanted } = body;
  const draft = { ...wanted, startsAt: wanted.startsAt ?? now };
  const refusal = refuse({ ...draft, confirmed }, now);
  if (refusal !== undefined) return refusal;
  const silence = { id: randomUUID(), ...draft, createdAt: now };
  return put(await readAlerts(), silence, { kind: 'silenced', by: silence.createdBy, now, status: 201 });
}

/** Gives a silence another end and comment. Its matchers stay, as in Alertmanager: what it hit before is history. Throws StoreError. */
export async function changeSilence(id: string, change: SilenceChangeBody, now: number): Promise<WriteOutcome> {
  const store = await readAlerts();
  const silence = await find(store, id);
  if (silence === undefined) return notThere;
  if (silenceState(silence, now) === 'expired') {
    return { problem: toProblem(409, 'expired', 'This silence is over: make a new one.') };
  }
  const { endsAt, comment, by } = change;
  const changed = { ...silence, endsAt, comment };
  const refusal = refuse({ ...changed, confirmed: true }, now);
  return refusal ?? put(store, changed, { kind: 'silence-changed', by, now });
}

/** Ends a silence now; one that is over stays as it is. Throws StoreError. */
export async function stopSilence(id: string, by: string, now: number): Promise<WriteOutcome> {
  const store = await readAlerts();
  const silence = await find(store, id);
  if (silence === undefined) return notThere;
  const ended = endSilence(silence, now);
  if (ended === silence) return { body: { silence: toApiSilence(silence, [], now) } };
  return put(store, ended, { kind: 'silence-ended', by, now });
}

const notThere: WriteOutcome = { problem: toProblem(404, 'not-found', 'There is no silence with this id.') };

async function find(store: AlertStore, id: string): Promise<Silence | undefined> {
  return (await listSilences(store)).find((silence) => silence.id === id);
}

interface Deed {
  readonly kind: AlertEventKind;
  readonly by: string;
  readonly now: number;
  readonly status?: number;
}

async function put(store: AlertStore, silence: Silence, { kind, by, now, status = 200 }: Deed): Promise<WriteOutcome> {
  const { id, startsAt, endsAt, comment } = silence;
  const matchers = silence.matchers.map((matcher) => ({ ...matcher }));
  await store.putSilence({ ...silence, matchers }, toDeed(kind, now, { by, silence: id, matchers, startsAt, endsAt, comment }));
  return { status, body: { silence: toApiSilence(silence, await store.listAlerts(), now) } };
}

/** The event of something that is about no single alert. */
export function toDeed(kind: AlertEventKind, at: number, detail: StoredAlertEvent['detail']): Omit<StoredAlertEvent, 'id'> {
  return { at, fingerprint: '', rule: '', severity: '', kind, labels: {}, detail };
}
