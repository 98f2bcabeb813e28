import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFrame } from './parse-frame.ts';

const hash = '0123456789abcdef';
const nonce = 'of this call';
const expected = { module: hash, nonce };

it('never throws, whatever text a host sends', () => {
  const nearRecord = fc
    .record(
      { v: fc.constantFrom(1, 2), module: fc.constantFrom(hash, 'x'), gz: fc.base64String(), data: fc.jsonValue() },
      { requiredKeys: [] },
    )
    .chain((some) =>
      fc
        .object({ key: fc.constantFrom('collector', 'outcome', 'at', 'tookMs', 'end') })
        .map((more) => JSON.stringify({ ...some, ...more })),
    );
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), nearRecord), (text) => {
      expect(['record', 'bad', 'end']).toContain(parseFrame(text, expected).kind);
    }),
  );
});

it('gives back any data that a record can carry', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const at = '2026-11-23T07:40:00.000Z';
      const frame = JSON.stringify({
        v: 1,
        module: hash,
        nonce,
        collector: 'vm',
        outcome: 'ok',
        reason: null,
        at,
        tookMs: 0,
        data,
      });
      const parsed = parseFrame(frame, expected);
      expect(parsed.kind === 'record' && JSON.stringify(parsed.record.data)).toBe(
        JSON.stringify(JSON.parse(JSON.stringify(data))),
      );
    }),
  );
});
