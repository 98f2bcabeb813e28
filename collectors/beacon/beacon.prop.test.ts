import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BeaconReading, beaconReading } from '#lib/model/readings/beacon.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyJson, anyText, twisted, vmIdOf, vmRows } from '../../e2e/golden/arbitrary-record.ts';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { beacon } from './beacon.ts';
import { BeaconPairs } from './beacon-pairs.ts';
import type { BeaconState } from './beacon-state.ts';

const numRuns = process.env.HVITALS_SOAK === '1' ? 10_000 : 1_000;
/** A page, a row of the store: what one guest may cost, whatever it writes. */
const mostCharacters = 64 * 1024;
const hostTime = Date.parse('2026-11-23T07:40:00.000Z');
const fresh = { hostTime, now: hostTime, state: undefined, previous: new Map<VmId, BeaconReading>() };

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('beacon', 'clock', 'daemons', 'host', 'disk.0', 'disk.31', 'disk.32', 'fs.0', 'fs.7') },
  { weight: 1, arbitrary: fc.nat({ max: 40 }).map((at) => `disk.${at}`) },
  { weight: 1, arbitrary: anyText },
);
const word = fc.oneof(
  fc.constantFrom(
    '1',
    '0',
    '-1',
    'NaN',
    '1e9',
    '1.5',
    '9'.repeat(20),
    '1795419580',
    'chrony',
    'host-ptp',
    'linux',
    'none',
    '%zz',
  ),
  fc.constantFrom('%E2%80%AE', '%07', '%FF', '=', ';;', '2c9f7a10-4b1e-4c52-8f0e-1d2c3b4a5968', 'x'.repeat(300), '-0', '-inf'),
  fc.double({ noDefaultInfinity: true }).map(String),
  anyText,
);
const name = fc.oneof(
  fc.constantFrom(
    'v',
    'seq',
    'at',
    'up',
    'interval',
    'os',
    'script',
    'daemon',
    'daemons',
    'source',
    'ref',
    'offset',
    'leap',
    'sync',
  ),
  fc.constantFrom(
    'stratum',
    'freq',
    'dev',
    'bytes',
    'ctl',
    'lun',
    'mount',
    'type',
    'used',
    'disk',
    'kvp',
    'modules',
    'kernel',
    'name',
  ),
  fc.constantFrom('__proto__', 'constructor', ''),
);
const goodWrite = fc
  .tuple(fc.nat({ max: 50 }), fc.nat({ max: 3_000 }))
  .map(([sequence, up]) => ['beacon', `v=1;seq=${sequence};at=1795419580;up=${up};`] as const);
const pairs = fc.array(fc.tuple(name, word), { maxLength: 12 }).map((all) => all.map(([n, w]) => `${n}=${w};`).join(''));
const item = fc.oneof(
  { weight: 8, arbitrary: fc.oneof(goodWrite, fc.tuple(key, pairs)).map(([k, v]) => toKvpXml(`hvitals.${k}`, v)) },
  { weight: 1, arbitrary: fc.tuple(key, anyText).map(([k, v]) => toKvpXml(k, v)) },
  { weight: 1, arbitrary: anyText },
);
const row = fc.record({
  items: fc.oneof(
    fc.array(item, { maxLength: 12 }),
    fc.array(item, { minLength: 1, maxLength: 2 }).map((some) => Array(150).fill(some).flat()),
  ),
  cut: fc.option(fc.boolean(), { nil: null }),
});
const record = vmRows(row, 4).map((vms) => ({ vms }));
const hostile = fc.oneof({ weight: 1, arbitrary: anyJson }, { weight: 9, arbitrary: twisted(record) });

describe('beacon', () => {
  it('never throws; its readings pass their schema, survive JSON and stay small', { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(hostile, hostile, (first, second) => {
        let context: Parameters<typeof beacon.parse>[1] = fresh;
        for (const data of [first, second]) {
          const result = beacon.parse(data, context);
          expect(result.ok || result.reason.length > 0).toBe(true);
          if (!result.ok) continue;
          for (const reading of result.vms.values()) {
            const text = JSON.stringify(reading);
            expect(text.length).toBeLessThan(mostCharacters);
            expect(beaconReading.parse(JSON.parse(text))).toEqual(reading);
            expect(text).not.toMatch(/[\u0080-\u009f\u202a-\u202e\u2066-\u2069]|\\u00[01]/);
          }
          const state = result.state as BeaconState;
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
          context = { hostTime: context.hostTime + 60_000, now: context.now + 60_000, state, previous: result.vms };
        }
      }),
      { numRuns },
    );
  });

  it('never lets one VM change the reading of another', { timeout: 240_000 }, () => {
    fc.assert(
      fc.property(row, twisted(record), fc.nat({ max: 5 }), (mine, theirs, at) => {
        const own = { ...mine, id: vmIdOf(99) };
        const rest = (theirs as { vms?: unknown } | null)?.vms;
        const together = beacon.parse({ vms: Array.isArray(rest) ? rest.toSpliced(at, 0, own) : [own] }, fresh);
        const alone = beacon.parse({ vms: [own] }, fresh);
        expect(together.ok && together.vms.get(vmIdOf(99))).toEqual(alone.ok && alone.vms.get(vmIdOf(99)));
      }),
      { numRuns },
    );
  });

  it('keeps time in order: what is seen is neither in the future nor before what it was not before', () => {
    const sequences = fc.array(fc.option(fc.nat({ max: 4 }), { nil: undefined }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sequences, (all) => {
        let context: Parameters<typeof beacon.parse>[1] = fresh;
        for (const sequence of all) {
          const items = sequence === undefined ? [] : [toKvpXml('hvitals.beacon', `v=1;seq=${sequence};at=1795419580;up=5;`)];
          const result = beacon.parse({ vms: [{ id: vmIdOf(1), items }] }, context);
          if (!result.ok) throw new Error(result.reason);
          const reading = result.vms.get(vmIdOf(1));
          const before = context.previous.get(vmIdOf(1));
          if (reading?.present === true) {
            expect(reading.seenAt).toBeLessThanOrEqual(context.hostTime);
            expect(reading.notBefore ?? 0).toBeLessThan(reading.seenAt);
            const stands = before?.present === true && before.sequence === reading.sequence;
            expect(stands ? reading === before : reading.seenAt === context.hostTime).toBe(true);
          }
          const state = result.state as BeaconState;
          context = { hostTime: context.hostTime + 60_000, now: context.now + 60_000, state, previous: result.vms };
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads back every text that is written as the format says', () => {
    const plain = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text));
    const escaped = (text: string) =>
      text.replace(/[%;=]|[^ -~]+/g, (run) => Buffer.from(run, 'utf8').toString('hex').replace(/../g, '%$&'));
    fc.assert(
      fc.property(plain, (text) => {
        const problems = new Set<never>();
        expect(new BeaconPairs(`a=b;ref=${escaped(text)};`, problems).text('ref')).toBe(text);
        expect([...problems]).toEqual([]);
      }),
    );
  });
});
