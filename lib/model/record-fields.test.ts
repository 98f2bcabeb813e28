import { describe, expect, it } from 'vitest';
import { codes, optionalCount, optionalDate, optionalText } from './record-fields.ts';

describe('record fields', () => {
  it('reads null and absent as missing, not as zero', () => {
    expect(optionalCount.parse(null)).toBeUndefined();
    expect(optionalCount.parse(undefined)).toBeUndefined();
    expect(optionalCount.parse(0)).toBe(0);
    expect(optionalText.parse(null)).toBeUndefined();
    expect(optionalDate.parse(null)).toBeUndefined();
    expect(codes.parse(null)).toEqual([]);
  });

  it.each([
    ['2026-11-23T07:40:00Z', '2026-11-23T07:40:00.000Z'],
    ['2026-11-23T07:40:00.1234567Z', '2026-11-23T07:40:00.123Z'],
    ['2026-11-23T09:40:00+02:00', '2026-11-23T07:40:00.000Z'],
  ])('reads %s as UTC with milliseconds', (text, utc) => {
    expect(optionalDate.parse(text)).toBe(utc);
  });

  it.each(['23.11.2026', '2026-02-30T00:00:00Z', '', 1_795_419_600_000])('refuses %j as a date', (text) => {
    expect(optionalDate.safeParse(text).success).toBe(false);
  });

  it('refuses negative and broken counts', () => {
    expect(optionalCount.safeParse(-1).success).toBe(false);
    expect(optionalCount.safeParse(1.5).success).toBe(false);
  });

  it('replaces half a surrogate pair', () => {
    expect(optionalText.parse('a\ud800b')).toBe('a\ufffdb');
  });
});
