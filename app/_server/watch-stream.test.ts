import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { createFakeClock, settle } from '#lib/fake-clock.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { type AccessGate, type Admission, openGate } from './access-gate.ts';
import { watchStream } from './watch-stream.ts';

const client = { address: '192.0.2.1', secure: false };
const open: Admission = { kind: 'open', principal: { kind: 'open' }, client };
const refused: Admission = { kind: 'refused', reason: 'session-expired', principal: undefined, client };
const noStore: Admission = { kind: 'no-store', error: new StoreError('missing', 'hvitals.db', 'is gone'), client };

/** A stream that is watched, and how often the gate was asked about it. */
function watch(answers: readonly (Admission | Error)[]) {
  const clock = createFakeClock(0);
  const response = Object.assign(new EventEmitter(), {
    writableEnded: false,
    end() {
      this.writableEnded = true;
    },
  });
  const [asked, errors]: [string[], unknown[]] = [[], []];
  const gate: AccessGate = {
    ...openGate,
    async admit(_, path) {
      const answer = answers[asked.push(path) - 1] ?? open;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const stream = {
    request: {} as IncomingMessage,
    response: response as unknown as ServerResponse,
    path: '/api/v1/stream',
  };
  watchStream(gate, clock, stream, (error) => errors.push(error));
  const pass = async (ms: number) => {
    await clock.advance(ms);
    await settle();
  };
  return { response, asked, errors, pass };
}

test('a stream goes on as long as who opened it is let in, and ends within half a minute after', async () => {
  const { response, asked, pass } = watch([open, open, refused]);
  await pass(29_999);
  expect(asked).toEqual([]);
  await pass(1);
  await pass(30_000);
  expect([asked.length, response.writableEnded]).toEqual([2, false]);
  await pass(30_000);
  expect([asked, response.writableEnded]).toEqual([Array(3).fill('/api/v1/stream'), true]);
  await pass(300_000);
  expect(asked).toHaveLength(3);
});

test('a store that is away ends no stream, and it is looked at again', async () => {
  const { response, asked, pass } = watch([noStore, refused]);
  await pass(30_000);
  expect([asked.length, response.writableEnded]).toEqual([1, false]);
  await pass(30_000);
  expect([asked.length, response.writableEnded]).toEqual([2, true]);
});

test('a stream that was closed is looked at no more', async () => {
  const { response, asked, pass } = watch([]);
  response.emit('close');
  await pass(300_000);
  expect(asked).toEqual([]);
});

test('a gate that fails is told of, and ends the stream: nobody would look at it again', async () => {
  const { response, errors, pass } = watch([new Error('planted')]);
  await pass(30_000);
  expect([errors.length, response.writableEnded]).toEqual([1, true]);
});
