import { expect, test } from 'vitest';
import { type Frame, TransportError } from '#collectors/transport/transport.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { connectSeconds, receiveFrames, travelSeconds, turnSeconds } from './receive-frames.ts';
import { createScriptedTransport, framesOf, never, recordFrame, type Script } from './scripted-transport.ts';

const request = {
  collectors: [
    { name: 'vm', timeoutSeconds: 5, args: {} },
    { name: 'kvp', timeoutSeconds: 20, args: {} },
  ],
  deadlineSeconds: 60,
};

function start(script: Script) {
  const clock = createFakeClock(1_000_000);
  const transport = createScriptedTransport();
  transport.play('hv01', script);
  const stop = new AbortController();
  const call = receiveFrames({
    transport,
    target: { name: 'hv01', transport: 'simulated' },
    request,
    clock,
    signal: stop.signal,
  });
  return { clock, call, stop };
}

test('records and the end of the call arrive: everything is there, nobody is missing', async () => {
  const { call, clock } = start(() => framesOf([recordFrame({ collector: 'vm' }), recordFrame({ collector: 'kvp' })]));
  const received = await call;
  expect([...received.records.keys()]).toEqual(['vm', 'kvp']);
  expect(received.records.get('vm')?.arrivedAt).toBe(1_000_000);
  expect(received.heard).toBe(true);
  expect(clock.pending()).toBe(0);
});

test('a call that ends without a record says so', async () => {
  const received = await start(() => framesOf([recordFrame({ collector: 'vm' })])).call;
  expect(received.rest).toEqual({
    outcome: 'parse-error',
    reason: "The host's answer ended without a record of this collector.",
  });
});

test('a hung collector ends the call soon after its own time, and what came before it counts', async () => {
  const { call, clock } = start(async function* (_, signal) {
    yield recordFrame({ collector: 'vm' });
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    yield recordFrame({ collector: 'kvp' });
  });
  await clock.advance((20 + travelSeconds) * 1_000);
  const received = await call;
  expect([...received.records.keys()]).toEqual(['vm']);
  expect(received.rest?.outcome).toBe('timeout');
  expect(received.elapsedMs).toBe(22_000);
});

test('the wait for a turn to open a session takes nothing of the time that the host has', async () => {
  const [turn, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { call, clock } = start(async function* (_, _signal, onWait) {
    onWait?.(true);
    await turn.promise;
    onWait?.(false);
    await answer.promise;
    yield recordFrame({ collector: 'vm' });
    await never();
  });
  await clock.advance(90_000);
  turn.resolve();
  await clock.advance((connectSeconds + 4) * 1_000);
  answer.resolve();
  await clock.advance((20 + travelSeconds) * 1_000);
  const received = await call;
  expect([...received.records.keys()]).toEqual(['vm']);
  expect(received.elapsedMs).toBe((connectSeconds + 4 + 20 + travelSeconds) * 1_000);
  expect(clock.pending()).toBe(0);
});

test('a host whose turn does not come is neither called silent nor unreachable: the fault is ours', async () => {
  const { call, clock } = start(async function* (_, _signal, onWait) {
    onWait?.(true);
    await never();
    yield recordFrame({ collector: 'vm' });
  });
  await clock.advance(turnSeconds * 1_000);
  const received = await call;
  expect(received.rest?.outcome).toBe('error');
  expect(received.rest?.reason).toContain(`${turnSeconds} s`);
  expect(received.elapsedMs).toBe(0);
  expect(clock.pending()).toBe(0);
});

test('a host that drips frames without end is left at the deadline of the call', async () => {
  const { call, clock } = start(async function* (): AsyncGenerator<Frame> {
    for (;;) {
      yield { kind: 'bad', outcome: 'parse-error', reason: 'noise' };
      await new Promise<void>((resolve) => void clock.setTimer(1_000, resolve));
    }
  });
  await clock.advance(request.deadlineSeconds * 1_000);
  const received = await call;
  expect(received.elapsedMs).toBe(request.deadlineSeconds * 1_000);
  expect(received.rest).toEqual({ outcome: 'parse-error', reason: 'noise' });
});

test('a transport that ignores its signal is left behind at the deadline, without a word from the host', async () => {
  const { call, clock } = start(async function* (): AsyncGenerator<Frame> {
    await never();
    yield recordFrame({ collector: 'vm' });
  });
  await clock.advance((5 + connectSeconds) * 1_000 - 1);
  expect(clock.pending()).toBe(1);
  await clock.advance(1);
  const received = await call;
  expect(received).toMatchObject({ heard: false, rest: { outcome: 'timeout' } });
  expect(clock.pending()).toBe(0);
});

test('an error of the transport goes to everybody whose record had not arrived', async () => {
  const received = await start(async function* () {
    yield recordFrame({ collector: 'vm' });
    throw new TransportError('unreachable', 'ssh: connection reset');
  }).call;
  expect([...received.records.keys()]).toEqual(['vm']);
  expect(received.rest).toEqual({ outcome: 'unreachable', reason: 'ssh: connection reset' });
  expect(received.fault).toBeUndefined();
});

test('an answer that could not be read says more than the broken call after it, but not more than a lost host', async () => {
  const failWith = (outcome: TransportError['outcome']) =>
    start(async function* () {
      yield { kind: 'bad', outcome: 'role-outdated', reason: 'module 1234' };
      throw new TransportError(outcome, 'The answer broke off.');
    }).call;
  expect((await failWith('error')).rest).toEqual({ outcome: 'role-outdated', reason: 'module 1234' });
  expect((await failWith('unreachable')).rest?.outcome).toBe('unreachable');
});

test('an error of another kind is a fault of ours', async () => {
  const received = await start(() => {
    throw new TypeError('planted');
  }).call;
  expect(received.rest?.outcome).toBe('error');
  expect(received.fault).toBeInstanceOf(TypeError);
});

test('a bad frame that names its collector costs only that one; a nameless one costs everybody missing', async () => {
  const named = await start(() =>
    framesOf([{ kind: 'bad', collector: 'vm', outcome: 'parse-error', reason: 'cut off' }, recordFrame({ collector: 'kvp' })]),
  ).call;
  expect([...named.bad]).toEqual([['vm', { outcome: 'parse-error', reason: 'cut off' }]]);
  expect([...named.records.keys()]).toEqual(['kvp']);
  const nameless = await start(() => framesOf([{ kind: 'bad', outcome: 'role-outdated', reason: 'module 1234' }])).call;
  expect(nameless.rest).toEqual({ outcome: 'role-outdated', reason: 'module 1234' });
});

test('records that nobody asked for and second ones are ignored', async () => {
  const received = await start(() =>
    framesOf([
      recordFrame({ collector: 'disk' }),
      recordFrame({ collector: 'vm', tookMs: 1 }),
      recordFrame({ collector: 'vm', tookMs: 2 }),
      { kind: 'bad', collector: 'disk', outcome: 'parse-error', reason: 'not ours' },
      recordFrame({ collector: 'kvp' }),
    ]),
  ).call;
  expect([...received.records.keys()]).toEqual(['vm', 'kvp']);
  expect(received.records.get('vm')?.record.tookMs).toBe(1);
});

test('a stopped call has no outcome', async () => {
  const { call, stop } = start(async function* (): AsyncGenerator<Frame> {
    await never();
    yield recordFrame({ collector: 'vm' });
  });
  stop.abort();
  expect((await call).rest).toBeUndefined();
});
