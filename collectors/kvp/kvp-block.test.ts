import { describe, expect, it } from 'vitest';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { countItems, parseKvpBlock } from './kvp-block.ts';

const block = (...pairs: [string, string][]) =>
  parseKvpBlock(
    'guest',
    pairs.map(([key, value]) => toKvpXml(key, value)),
    false,
  );

describe('parseKvpBlock', () => {
  it('sorts by key and finds nothing wrong with ordinary items', () => {
    expect(block(['b', '2'], ['a', '1'], ['B', '3'])).toEqual({
      items: [
        { key: 'B', value: '3' },
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
      problems: [],
    });
  });

  it('shows the last of equal keys and counts the others', () => {
    const parsed = block(['a', 'first'], ['b', '1'], ['a', 'second'], ['a', 'third']);
    expect(parsed.items).toEqual([
      { key: 'a', value: 'third', duplicates: 2 },
      { key: 'b', value: '1' },
    ]);
    expect(parsed.problems).toEqual(['duplicate-key']);
    expect(countItems(parsed.items)).toBe(4);
  });

  it('skips malformed items and keeps the others', () => {
    const parsed = parseKvpBlock('guest', ['<INSTANCE', 5, null, toKvpXml('a', '1')], false);
    expect(parsed).toEqual({ items: [{ key: 'a', value: '1' }], problems: ['malformed-item'] });
  });

  it.each([
    ['guest', 254, 1_022],
    ['intrinsic', 254, 1_022],
    ['host', 255, 1_023],
  ] as const)('expects keys and values of block %s to have at most %i and %i units', (name, key, value) => {
    const problems = (k: number, v: number) => parseKvpBlock(name, [toKvpXml('k'.repeat(k), 'v'.repeat(v))], false).problems;
    expect(problems(key, value)).toEqual([]);
    expect(problems(key + 1, value + 1)).toEqual(['value-too-long', 'key-too-long']);
  });

  it('holds 2,048 units of a value and marks what is cut, but not what is only longer than expected', () => {
    const [long] = block(['k', 'v'.repeat(100_000)]).items;
    expect([long?.value.length, long?.truncated]).toEqual([2_048, true]);
    const [kept] = block(['k', 'v'.repeat(2_048)]).items;
    expect([kept?.value.length, kept?.truncated]).toEqual([2_048, undefined]);
  });

  it('cuts no surrogate pair in half', () => {
    const [item] = block(['k', `${'v'.repeat(2_047)}😀`]).items;
    expect(item?.value).toBe('v'.repeat(2_047));
  });

  it('replaces control characters and those that turn the direction of text, and says so', () => {
    const parsed = block(['be\tll', 'a\u0007b\u001b[31mc\u0000d\u202ee\u0085']);
    expect(parsed.items).toEqual([{ key: 'be\ufffdll', value: 'a\ufffdb\ufffd[31mc\ufffdd\ufffde\ufffd' }]);
    expect(parsed.problems).toEqual(['control-characters']);
  });

  it('takes line breaks and tabs in a value for what they are', () => {
    expect(block(['k', 'a\n\tb'])).toEqual({ items: [{ key: 'k', value: 'a\n\tb' }], problems: [] });
  });

  it('repairs broken surrogate pairs and says so', () => {
    const parsed = block(['k\ud800', 'half \udc00']);
    expect(parsed).toEqual({ items: [{ key: 'k\ufffd', value: 'half \ufffd' }], problems: ['invalid-unicode'] });
  });

  it('parses no more than 1,024 items', () => {
    const texts = Array.from({ length: 1_025 }, (_, index) => toKvpXml(`k${index}`, ''));
    expect(parseKvpBlock('guest', texts.slice(0, 1_024), false)).toMatchObject({ problems: [] });
    const parsed = parseKvpBlock('guest', texts, false);
    expect([parsed.items.length, parsed.problems]).toEqual([1_024, ['too-many-items']]);
  });

  it('parses no more text than a host sends', () => {
    const texts = Array.from({ length: 8 }, (_, index) => toKvpXml(`k${index}`, 'v'.repeat(100_000)));
    const parsed = parseKvpBlock('guest', texts, false);
    expect([parsed.items.length, parsed.problems]).toEqual([5, ['value-too-long', 'too-many-items']]);
  });

  it('says that items are missing where the host left them out itself', () => {
    expect(parseKvpBlock('guest', [toKvpXml('a', '1')], true).problems).toEqual(['too-many-items']);
  });
});
