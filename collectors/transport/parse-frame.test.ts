import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseFrame, readFrame } from './parse-frame.ts';

const hash = '0123456789abcdef';
const nonce = 'of this call';
const expected = { module: hash, nonce };
const head = {
  v: 1,
  module: hash,
  nonce,
  collector: 'kvp',
  outcome: 'ok',
  reason: null,
  at: '2026-11-23T07:40:00.000Z',
  tookMs: 80,
};
const text = (over: Record<string, unknown>) => JSON.stringify({ ...head, ...over });
const pack = (json: string) => gzipSync(json).toString('base64');

/** Both readers must say the same. */
async function parse(frame: string) {
  const parsed = parseFrame(frame, expected);
  expect(await readFrame(frame, expected)).toEqual(parsed);
  return parsed;
}

describe('parseFrame', () => {
  it('reads a record and says how large its frame was', async () => {
    const frame = text({ data: { vms: [] } });
    expect(await parse(frame)).toEqual({
      kind: 'record',
      record: { collector: 'kvp', outcome: 'ok', at: head.at, tookMs: 80, data: { vms: [] }, frameBytes: frame.length },
    });
  });

  it('keeps the reason of a record that has one, and reads missing data as null', async () => {
    expect(await parse(text({ outcome: 'access-denied', reason: 'no rights' }))).toMatchObject({
      kind: 'record',
      record: { outcome: 'access-denied', reason: 'no rights', data: null },
    });
  });

  it('unpacks large data', async () => {
    const data = { items: Array.from({ length: 5_000 }, (_, index) => `item ${index} \u202e`) };
    expect(await parse(text({ gz: pack(JSON.stringify(data)) }))).toMatchObject({ kind: 'record', record: { data } });
  });

  it('reads the end of a call', async () => {
    expect(await parse(JSON.stringify({ v: 1, module: hash, nonce, end: true, tookMs: 1234 }))).toEqual({ kind: 'end' });
  });

  it.each([
    ['another module', { module: 'ffffffffffffffff' }, 'role-outdated', 'kvp', 'ffffffffffffffff'],
    ['no module hash', { module: undefined }, 'role-outdated', 'kvp', 'none'],
    ['another version of the format', { v: 2 }, 'role-outdated', 'kvp', 'of format 2'],
    ['an earlier call, sent again', { nonce: 'of an earlier call' }, 'parse-error', 'kvp', 'another call'],
    ['no call', { nonce: undefined }, 'parse-error', 'kvp', 'another call'],
    ['a duration beyond any call', { tookMs: 1e308 }, 'parse-error', 'kvp', 'tookMs'],
    ['an outcome that only the runtime sets', { outcome: 'timeout' }, 'parse-error', 'kvp', 'outcome'],
    ['a time that is none', { at: 'yesterday' }, 'parse-error', 'kvp', 'at'],
    ['packed data that is no gzip', { gz: 'aGVsbG8=' }, 'parse-error', 'kvp', 'packed data'],
    ['packed data that is no JSON', { gz: pack('{') }, 'parse-error', 'kvp', 'packed data'],
    ['packed data that inflates beyond the cap', { gz: pack(' '.repeat(10_000_000)) }, 'parse-error', 'kvp', 'packed data'],
  ])('says what is wrong with a record of %s', async (_, over, outcome, collector, mentioned) => {
    const parsed = await parse(text(over));
    expect(parsed).toMatchObject({ kind: 'bad', outcome, collector });
    expect(parsed.kind === 'bad' && parsed.reason).toContain(mentioned);
  });

  it('does not unpack a record that nobody waits for', async () => {
    const frame = text({ gz: 'this is no gzip' });
    const unwanted = { ...expected, isWanted: (collector: string) => collector !== 'kvp' };
    expect(parseFrame(frame, unwanted)).toEqual({ kind: 'unwanted' });
    expect(await readFrame(frame, unwanted)).toEqual({ kind: 'unwanted' });
  });

  it.each([
    ['a truncated record', text({ data: { vms: [] } }).slice(0, -5)],
    ['no JSON', 'WARNING: something else'],
    ['a bare number', '42'],
    ['nothing', ''],
    ['a record without a version', text({ v: undefined })],
  ])('takes %s for a parse error that names no collector, and quotes it without raw controls', async (_, frame) => {
    const parsed = await parse(`${frame}\u001b`.trim());
    expect(parsed).toMatchObject({ kind: 'bad', outcome: 'parse-error' });
    expect(parsed).not.toHaveProperty('collector');
    expect(JSON.stringify(parsed).length).toBeLessThan(1_000);
  });
});
