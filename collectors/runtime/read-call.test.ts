import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineCollector, type ParseResult } from '#collectors/collector.ts';
import type { HostRecord } from '#collectors/transport/transport.ts';
import { type Outcome, outcomes } from '#lib/model/outcome.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { readPair } from './read-call.ts';
import type { Failure, ReceivedCall } from './receive-frames.ts';

const vmId = '11111111-1111-1111-1111-111111111111' as VmId;
const whole = { ok: true, vms: new Map([[vmId, { a: 1 }]]), state: 7 } satisfies ParseResult<unknown, unknown, number>;
let context: { hostTime: number; now: number; state: unknown; previous: unknown } | undefined;

const collectorThat = (parse: () => ParseResult<unknown, unknown, number>) =>
  defineCollector<unknown, unknown, number>({
    name: 'sample',
    help: 'A collector for tests.',
    intervalSeconds: 15,
    timeoutSeconds: 5,
    metrics: [],
    vmReading: z.unknown(),
    args: () => null,
    parse: (_, given) => {
      context = given;
      return parse();
    },
  });

const known = { state: 5, vms: new Map() };

function callWith(part: Partial<HostRecord> | undefined, rest?: Failure): ReceivedCall {
  const base = {
    collector: 'sample',
    outcome: 'ok' as Outcome,
    at: '2026-11-23T07:40:00.000Z',
    tookMs: 20,
    data: {},
    frameBytes: 99,
  };
  const records = part === undefined ? [] : [['sample', { record: { ...base, ...part }, arrivedAt: 5_000 }] as const];
  return { records: new Map(records), bad: new Map(), rest, heard: true, elapsedMs: 777, fault: undefined };
}

const read = (call: ReceivedCall, parse: () => ParseResult<unknown, unknown, number> = () => whole) =>
  readPair(collectorThat(parse), call, known, 9_000);

test.each(outcomes)('what the host calls %s keeps its word, and yields a reading only where it may', (outcome) => {
  const result = read(callWith({ outcome, reason: 'Because.' }));
  expect(result).toMatchObject({ outcome, reason: 'Because.', tookMs: 20, frameBytes: 99, finishedAt: 5_000 });
  expect(result.readings !== undefined).toBe(['ok', 'partial', 'no-data'].includes(outcome));
});

test.each(outcomes)(
  'where no record came, the failure %s of the call is the outcome, and its time is the whole call',
  (outcome) => {
    expect(read(callWith(undefined, { outcome, reason: 'Why.' }))).toMatchObject({
      outcome,
      reason: 'Why.',
      tookMs: 777,
      finishedAt: 9_000,
      readings: undefined,
    });
  },
);

test('a bad frame of the collector comes before what befell the call', () => {
  const call = {
    ...callWith(undefined, { outcome: 'timeout', reason: 'late' }),
    bad: new Map([['sample', { outcome: 'role-outdated' as const, reason: 'old' }]]),
  };
  expect(read(call)).toMatchObject({ outcome: 'role-outdated', reason: 'old' });
});

test('ok means that VMs which are not in the record are gone; partial, by host or by parser, means that they stay', () => {
  expect(read(callWith({})).readings?.keepMissing).toBe(false);
  expect(read(callWith({ outcome: 'partial' })).readings?.keepMissing).toBe(true);
  const cut = read(
    callWith({ reason: 'Host says.' }),
    () => ({ ...whole, partialReason: 'One row was broken.' }) as typeof whole,
  );
  expect(cut).toMatchObject({ outcome: 'partial', reason: 'Host says. One row was broken.' });
  expect(cut.readings?.keepMissing).toBe(true);
});

test('no-data without data means that nothing is there any more, and no parser is asked', () => {
  const result = read(callWith({ outcome: 'no-data', data: null }), () => {
    throw new Error('must not be asked');
  });
  expect(result).toMatchObject({ outcome: 'no-data', fault: undefined });
  expect(result.readings).toMatchObject({ host: undefined, keepMissing: false, changes: [] });
  expect(result.readings?.vms.size).toBe(0);
});

test('data that the parser refuses is a parse error with its reason', () => {
  expect(read(callWith({}), () => ({ ok: false, reason: 'vms is no list' }))).toMatchObject({
    outcome: 'parse-error',
    reason: 'vms is no list',
    readings: undefined,
  });
});

test('a parser that throws is an error of ours: it names the collector and keeps what was thrown for the log', () => {
  const result = read(callWith({}), () => {
    throw new RangeError('planted');
  });
  expect(result).toMatchObject({ outcome: 'error', readings: undefined, reason: expect.stringContaining('sample') });
  expect(result.fault).toBeInstanceOf(RangeError);
});

test('the parser gets its own state, its previous readings, the time of the host and of arrival', () => {
  read(callWith({}));
  expect(context).toEqual({ hostTime: Date.parse('2026-11-23T07:40:00.000Z'), now: 5_000, state: 5, previous: known.vms });
});

test.each([
  ['no date at all', 5_000],
  ['', 5_000],
  ['1999-01-01T00:00:00.000Z', Date.parse('1999-01-01T00:00:00.000Z')],
])('a host clock that says %j is taken as it is, or as ours where it is no date', (at, hostTime) => {
  expect(read(callWith({ at })).outcome).toBe('ok');
  expect(context?.hostTime).toBe(hostTime);
});
