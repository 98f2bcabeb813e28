import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKvpItem } from '#lib/model/kvp-item.ts';
import { type KvpReading, kvpBlocks, kvpReading } from '#lib/model/readings/kvp.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyCode, anyJson, anyStatus, anyText, twisted, vmIdOf, vmRows } from '../../e2e/golden/arbitrary-record.ts';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { kvp } from './kvp.ts';
import type { KvpState } from './kvp-state.ts';

const hostTime = Date.parse('2026-11-23T07:40:00.000Z');
const fresh = { hostTime, now: hostTime, state: undefined, previous: new Map<VmId, KvpReading>() };

// What XML 1.0 can carry and hvitals shows as it is: no control or turning characters, no broken pairs; no CR, which XML turns into LF.
const plainText = fc
  .string({ unit: 'binary', maxLength: 60 })
  .map((text) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, ''))
  .filter((text) => text.isWellFormed());
const plainKey = plainText.filter((text) => text !== '');
const style = fc.record(
  {
    indented: fc.boolean(),
    source: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    sourceType: fc.constantFrom('uint16', 'uint32'),
  },
  { requiredKeys: [] },
);
const pairs = fc.uniqueArray(fc.tuple(plainKey, plainText), { selector: ([key]) => key, maxLength: 8 });

/** A block as a host sends it, from texts of items. */
function toBlock(items: readonly string[], salt: string) {
  if (items.length === 0) return { hash: null, count: 0, items: [] };
  let sum = 0n;
  for (const unit of `${salt}${items.join('\0')}`) sum = (sum * 31n + BigInt(unit.codePointAt(0) ?? 0)) % 2n ** 64n;
  return { hash: sum.toString(16).padStart(16, '0'), count: items.length, items: [...items] };
}

const hostileItem = fc.oneof(
  fc.tuple(anyText, anyText, style).map(([key, value, how]) => toKvpXml(key, value, how)),
  anyText,
  fc.tuple(anyText, fc.nat()).map(([text, at]) => toKvpXml(text, text).slice(0, at % 400)),
);
const block = fc.tuple(fc.array(hostileItem, { maxLength: 6 }), fc.string()).map(([items, salt]) => toBlock(items, salt));
const row = fc.record({
  enabledState: fc.option(anyCode, { nil: null }),
  operationalStatus: anyStatus,
  intrinsic: block,
  guest: block,
  host: block,
});
const record = vmRows(row, 3).map((vms) => ({ vms }));

describe('a KVP item', () => {
  it('never makes the parser throw, and is text or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(hostileItem, fc.string(), anyText), (text) => {
        const item = parseKvpItem(text);
        expect(item === undefined || (typeof item.key === 'string' && typeof item.value === 'string')).toBe(true);
      }),
    );
  });

  it('round-trips whatever its text and the way it is rendered', () => {
    fc.assert(
      fc.property(plainKey, plainText, style, (key, value, how) => {
        expect(parseKvpItem(toKvpXml(key, value, how))).toEqual({ key, value });
      }),
    );
  });
});

describe('kvp', () => {
  it('never throws, and yields only readings within their limits that pass their schema and survive JSON', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, record, twisted(record)), anyJson, (data, state) => {
        const result = kvp.parse(data, { ...fresh, state: state as KvpState });
        expect(result.ok || result.reason.length > 0).toBe(true);
        if (!result.ok) return;
        expect(JSON.parse(JSON.stringify(result.state))).toEqual(result.state);
        for (const reading of result.vms.values()) {
          expect(kvpReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
          for (const { key, value } of kvpBlocks.flatMap((name) => reading[name])) {
            expect(key.length <= 512 && value.length <= 2_048).toBe(true);
            expect(key.isWellFormed() && value.isWellFormed()).toBe(true);
            expect(/[\p{Cc}\u202e]/u.test(key)).toBe(false);
          }
        }
      }),
    );
  });

  it('reads ordinary items as they were written, sorted by key, with nothing wrong', () => {
    fc.assert(
      fc.property(pairs, pairs, style, (intrinsic, guest, how) => {
        const sent = (list: typeof pairs extends fc.Arbitrary<infer T> ? T : never, salt: string) =>
          toBlock(
            list.map(([key, value]) => toKvpXml(key, value, how)),
            salt,
          );
        const vm = { id: vmIdOf(1), enabledState: 2, operationalStatus: [2], host: toBlock([], '') };
        const result = kvp.parse({ vms: [{ ...vm, intrinsic: sent(intrinsic, 'i'), guest: sent(guest, 'g') }] }, fresh);
        const reading = result.ok ? result.vms.get(vmIdOf(1)) : undefined;
        const expected = (list: readonly (readonly [string, string])[]) =>
          list.map(([key, value]) => ({ key, value })).sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(reading).toEqual({
          enabled: true,
          primary: 2,
          intrinsic: expected(intrinsic),
          guest: expected(guest),
          host: [],
          problems: [],
        });
      }),
    );
  });

  it('comes to the same readings whether unchanged blocks travel or not', () => {
    fc.assert(
      // Two records in turns, so that most blocks are sometimes the same as before and sometimes not.
      fc.property(record, record, fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), (one, other, turns) => {
        let whole = { previous: fresh.previous, state: undefined as KvpState | undefined };
        let saved = whole;
        for (const data of turns.map((turn) => (turn ? one : other))) {
          const { known } = kvp.args(saved.state) as { known: Record<string, Record<string, string>> };
          const slim = {
            vms: data.vms.map((vm) => {
              const blocks = kvpBlocks.map((name) => {
                const { items, ...rest } = vm[name];
                return [name, rest.hash !== null && rest.hash === known[vm.id]?.[name] ? rest : { ...rest, items }];
              });
              return { ...vm, ...Object.fromEntries(blocks) };
            }),
          };
          const a = kvp.parse(data, { ...fresh, ...whole });
          const b = kvp.parse(slim, { ...fresh, ...saved });
          if (!a.ok || !b.ok) throw new Error('not read');
          expect(b).toEqual(a);
          whole = { previous: new Map(a.vms), state: a.state };
          saved = { previous: new Map(b.vms), state: b.state };
        }
      }),
    );
  });

  it('never lets one VM change the reading, the hashes or the history of another', () => {
    fc.assert(
      fc.property(row, row, twisted(record), fc.nat({ max: 3 }), (first, second, theirs, at) => {
        const among = (mine: object) => {
          const own = { ...mine, id: vmIdOf(99) };
          const rest = (theirs as { vms?: unknown } | null)?.vms;
          return { vms: Array.isArray(rest) ? rest.toSpliced(at, 0, own) : [own] };
        };
        const both = (wrap: (mine: object) => { vms: unknown[] }) => {
          const before = kvp.parse(wrap(first), fresh);
          if (!before.ok) throw new Error(before.reason);
          const after = kvp.parse(wrap(second), { ...fresh, state: before.state, previous: before.vms });
          if (!after.ok) throw new Error(after.reason);
          const id = vmIdOf(99);
          return [
            after.vms.get(id),
            after.state?.known[id],
            after.state?.silent[id],
            after.changes?.filter(({ vmId }) => vmId === id),
          ];
        };
        expect(both(among)).toEqual(both((mine) => ({ vms: [{ ...mine, id: vmIdOf(99) }] })));
      }),
    );
  });

  it('never writes more than 50 lines of history for a VM', () => {
    const many = fc.uniqueArray(plainKey, { maxLength: 120 });
    fc.assert(
      fc.property(many, many, (before, after) => {
        const vm = { id: vmIdOf(1), enabledState: 2, operationalStatus: [2], host: toBlock([], '') };
        const sent = (keys: readonly string[]) => {
          const guest = toBlock(
            keys.map((key) => toKvpXml(key, '')),
            '',
          );
          return { vms: [{ ...vm, intrinsic: toBlock([toKvpXml('OSName', 'x')], ''), guest }] };
        };
        const first = kvp.parse(sent(before), fresh);
        if (!first.ok) throw new Error(first.reason);
        const second = kvp.parse(sent(after), { ...fresh, state: first.state, previous: first.vms });
        const lines = second.ok ? (second.changes ?? []) : [];
        const differing = [...before.filter((key) => !after.includes(key)), ...after.filter((key) => !before.includes(key))];
        const expected = differing.filter((key) => !key.startsWith('hvitals.')).length;
        expect(lines).toHaveLength(Math.min(50, expected));
        if (expected > 50) expect(lines.at(-1)?.to).toBe(String(expected - 49));
      }),
      { numRuns: 30 },
    );
  });
});
