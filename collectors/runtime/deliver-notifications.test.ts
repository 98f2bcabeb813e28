import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReceiverConfig, receiver } from '#lib/config/notify-schema.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import type { Notification } from '#lib/notify/notification.ts';
import type { Attempt, Batch, SendOutcome } from '#lib/notify/send-outcome.ts';
import type { Sender } from '#lib/notify/sender.ts';
import { toldAlert } from '#lib/notify/testdata/told.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { type DeliveryOptions, NotificationDelivery } from './deliver-notifications.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const delivered: SendOutcome = { result: 'delivered' };
const failed: SendOutcome = { result: 'failed', error: 'answer 500' };

let folder = '';
let store: OpenAlertStore;
let clock = createFakeClock(start);
let logged: Record<string, unknown>[] = [];
let counted: string[] = [];
let failing: number | undefined;
let running: NotificationDelivery[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-deliver-'));
  store = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
  [clock, logged, counted, failing, running] = [createFakeClock(start), [], [], undefined, []];
});
afterEach(async () => {
  for (const delivery of running) await delivery[Symbol.asyncDispose]();
  await store.close();
  await rm(folder, { recursive: true });
});

/** A receiver that answers by hand, and what it was sent: `seconds batch keys`. */
function scripted(parts: Partial<Sender> = {}) {
  const sent: string[] = [];
  const signals: AbortSignal[] = [];
  const script = { answer: (): Promise<SendOutcome> => Promise.resolve(delivered) };
  const send = ({ id, items }: Batch<Notification>, { now, signal }: Attempt) => {
    sent.push(`${(now - start) / 1_000} ${id} ${items.map(({ key }) => key).join()}`);
    signals.push(signal);
    return script.answer();
  };
  return { sent, signals, script, sender: { groupWaitMs: 0, most: 10, send, ...parts } satisfies Sender };
}

const never = () => new Promise<SendOutcome>(() => undefined);
const hook = (name: string): ReceiverConfig => receiver.parse({ name, kind: 'webhook', url: 'http://127.0.0.1:1' });

async function deliverTo(senders: Readonly<Record<string, Sender>>, parts: Partial<DeliveryOptions> = {}) {
  let batches = 0;
  const delivery = new NotificationDelivery({
    store,
    teller: { firingOf: () => [], isAlive: () => true },
    metrics: {
      countFault: (part) => counted.push(`fault ${part}`),
      countNotifications: (name, result, count) => counted.push(`${name} ${result} ${count}`),
      noteReceivers: (receivers) => {
        failing = receivers.filter(({ isFailing }) => isFailing).length;
      },
    },
    clock,
    log: createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } }),
    random: () => 1,
    newBatchId: () => `b${++batches}`,
    senderOf: ({ name }) => senders[name] ?? scripted().sender,
    ...parts,
  });
  running.push(delivery);
  await delivery.use({ receivers: Object.keys(senders).map(hook) });
  await clock.advance(0);
  return delivery;
}

async function decide(delivery: NotificationDelivery, name: string, ...told: Partial<Notification>[]) {
  const notifications = told
    .map((parts) => toldAlert({ fingerprint: parts.key ?? 'f1', ...parts }))
    .map((payload) => ({ receiver: name, key: payload.key, payload, createdAt: clock.now() }));
  await store.commitAlerts({ upserts: [], gone: [], events: [], notifications });
  delivery.wake([name]);
  await clock.advance(0);
}
const of = async (name: string) => (await store.listReceivers()).find((one) => one.name === name);

test('what is decided is sent at once, in one batch, and noted', async () => {
  const { sender, sent } = scripted();
  const delivery = await deliverTo({ ops: sender });
  await decide(delivery, 'ops', { key: 'a' }, { key: 'b' });
  await decide(delivery, 'ops', { key: 'c' });
  expect(sent).toEqual(['0 b1 a,b', '0 b2 c']);
  expect(await of('ops')).toMatchObject({ pending: 0, isFailing: false, lastSuccessAt: start });
  expect(counted).toEqual(['ops delivered 2', 'ops delivered 1']);
  await clock.advance(3_600_000);
  expect(sent).toHaveLength(2);
});

test('a failed batch is sent again as it was, later and later, and what came since follows it', async () => {
  const { sender, sent, script } = scripted();
  const delivery = await deliverTo({ ops: sender });
  script.answer = () => Promise.resolve(failed);
  await decide(delivery, 'ops', { key: 'a', fingerprint: 'f' });
  await decide(delivery, 'ops', { key: 'a-resolved', fingerprint: 'f', status: 'resolved' });
  expect([await of('ops'), failing]).toMatchObject([{ pending: 2, isFailing: true, lastError: 'answer 500' }, 1]);
  await clock.advance(15_000);
  expect(sent).toEqual(['0 b1 a', '5 b1 a', '15 b1 a']);
  script.answer = () => Promise.resolve(delivered);
  await clock.advance(20_000);
  expect(sent.slice(3)).toEqual(['35 b1 a', '35 b2 a-resolved']);
  expect([await of('ops'), failing]).toMatchObject([{ pending: 0, isFailing: false }, 0]);
  // The same failure is told in the log once.
  expect(logged.filter(({ msg }) => msg === 'notifications not delivered')).toHaveLength(1);
});

test('firing comes before resolved, and in a batch of its own', async () => {
  const { sender, sent } = scripted();
  const delivery = await deliverTo({ ops: sender });
  await decide(delivery, 'ops', { key: 'a', fingerprint: 'f' }, { key: 'b' }, { key: 'a2', fingerprint: 'f' }, { key: 'c' });
  expect(sent).toEqual(['0 b1 a,b', '0 b2 a2,c']);
});

test('what a receiver refuses is seen, not sent again, and holds up nothing', async () => {
  const { sender, sent, script } = scripted();
  const delivery = await deliverTo({ ops: sender });
  script.answer = () => Promise.resolve({ result: 'refused', error: 'answer 400: no' });
  await decide(delivery, 'ops', { key: 'a' });
  script.answer = () => Promise.resolve(delivered);
  expect(await of('ops')).toMatchObject({ pending: 0, refused: 1, isFailing: true, lastError: 'answer 400: no' });
  await decide(delivery, 'ops', { key: 'b' });
  await clock.advance(3_600_000);
  expect(sent).toEqual(['0 b1 a', '0 b2 b']);
  expect(await of('ops')).toMatchObject({ refused: 1, isFailing: false });
});

test('a receiver is left alone for as long as it asks for', async () => {
  const { sender, sent, script } = scripted();
  const delivery = await deliverTo({ ops: sender });
  script.answer = () => Promise.resolve({ ...failed, retryAfterMs: 120_000 });
  await decide(delivery, 'ops', { key: 'a' });
  await clock.advance(119_000);
  expect(sent).toHaveLength(1);
  await clock.advance(1_000);
  expect(sent).toHaveLength(2);
});

test('a receiver that hangs is given up after a while, and holds up no other', async () => {
  const [hanging, other] = [scripted(), scripted()];
  hanging.script.answer = never;
  const delivery = await deliverTo({ hanging: hanging.sender, other: other.sender });
  await decide(delivery, 'hanging', { key: 'a' });
  await decide(delivery, 'other', { key: 'a' });
  expect(other.sent).toEqual(['0 b2 a']);
  expect(hanging.signals[0]?.aborted).toBe(false);
  await clock.advance(20_000);
  expect(hanging.signals[0]?.aborted).toBe(true);
  expect(await of('hanging')).toMatchObject({ isFailing: true, lastError: 'no answer within 20 s' });
  await clock.advance(5_000);
  expect(hanging.sent).toEqual(['0 b1 a', '25 b1 a']);
});

test('killed between delivery and note, the same batch is sent again, and nothing else with it', async () => {
  const { sender, sent } = scripted();
  const killed = { ...store, noteDelivery: () => new Promise<void>(() => undefined) };
  const first = await deliverTo({ ops: sender }, { store: killed });
  await decide(first, 'ops', { key: 'a' }, { key: 'b' });
  expect(sent).toEqual(['0 b1 a,b']);
  running = [];
  await store.commitAlerts({
    upserts: [],
    gone: [],
    events: [],
    notifications: [{ receiver: 'ops', key: 'c', payload: toldAlert({ key: 'c', fingerprint: 'c' }), createdAt: clock.now() }],
  });
  await deliverTo({ ops: sender }, { newBatchId: () => 'next' });
  expect(sent.slice(1)).toEqual(['0 b1 a,b', '0 next c']);
});

test('a store that is busy after a delivery makes no second one', async () => {
  const { sender, sent } = scripted();
  let busy = 2;
  const noteDelivery: OpenAlertStore['noteDelivery'] = (...given) =>
    busy-- > 0 ? Promise.reject(new Error('busy')) : store.noteDelivery(...given);
  const delivery = await deliverTo({ ops: sender }, { store: { ...store, noteDelivery } });
  await decide(delivery, 'ops', { key: 'a' });
  await clock.advance(60_000);
  expect(sent).toEqual(['0 b1 a']);
  expect(await of('ops')).toMatchObject({ pending: 0 });
  expect(counted.filter((what) => what.startsWith('fault'))).toHaveLength(2);
});

test('what comes within the group wait goes together', async () => {
  const { sender, sent } = scripted({ groupWaitMs: 10_000 });
  const delivery = await deliverTo({ ops: sender });
  await decide(delivery, 'ops', { key: 'a' });
  await clock.advance(6_000);
  await decide(delivery, 'ops', { key: 'b' });
  expect(sent).toEqual([]);
  await clock.advance(4_000);
  expect(sent).toEqual(['10 b1 a,b']);
});

test('what fires is told again every minute where the receiver wants it, from the first moment on', async () => {
  const repeated: string[] = [];
  let answer: SendOutcome = delivered;
  const repeat: Sender['repeat'] = {
    isNeeded: (firing) => firing.length > 0,
    send: (firing, isAlive, { now }) => {
      repeated.push(`${(now - start) / 1_000} ${firing.length} ${isAlive}`);
      return Promise.resolve(answer);
    },
  };
  let firing = [toldAlert()];
  const { sender } = scripted({ repeat });
  await deliverTo({ ops: sender }, { teller: { firingOf: () => firing, isAlive: () => true } });
  await clock.advance(120_000);
  expect(repeated).toEqual(['0 1 true', '60 1 true', '120 1 true']);
  answer = failed;
  await clock.advance(120_000);
  expect(await of('ops')).toMatchObject({ isFailing: true, lastErrorAt: start + 180_000 });
  answer = delivered;
  await clock.advance(60_000);
  expect(await of('ops')).toMatchObject({ isFailing: false, lastSuccessAt: start + 300_000 });
  firing = [];
  await clock.advance(600_000);
  expect(repeated.at(-1)).toBe('300 1 true');
});

test('at a reload unchanged receivers go on, removed ones end, new ones begin', async () => {
  const [stays, goes] = [scripted(), scripted()];
  [stays.script.answer, goes.script.answer] = [never, never];
  const delivery = await deliverTo({ stays: stays.sender, goes: goes.sender });
  await decide(delivery, 'stays', { key: 'a' });
  await decide(delivery, 'goes', { key: 'a' });
  await delivery.use({ receivers: [hook('stays'), hook('new')] });
  expect([stays.signals[0]?.aborted, goes.signals[0]?.aborted]).toEqual([false, true]);
  expect((await store.listReceivers()).map(({ name, pending }) => `${name} ${pending}`)).toEqual(['new 0', 'stays 1']);
  await delivery.use({ receivers: [{ ...hook('stays'), match: ['vm="x"'] }] });
  expect(stays.signals[0]?.aborted).toBe(true);
  await clock.advance(0);
  expect(stays.sent).toEqual(['0 b1 a', '0 b1 a']);
});
