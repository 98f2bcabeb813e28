import { expect, test } from 'vitest';
import { styleNow } from '#app/styleguide/samples.ts';
import { strips } from '#app/styleguide/strip-samples.ts';
import { isUnread, stripEnd, toStrip } from './to-strip.ts';

const second = 1_000;
/** Read each 4 s, the last time 1 s ago. */
const freshness = { readAt: styleNow, intervalSeconds: 4, failures: 0 };
const quiet = { ...strips.quiet, present: { ...strips.quiet.present, freshness } };
const at = (now: number) => toStrip(quiet, stripEnd(now), isUnread(quiet, now));

test('what is fresh now is not too old at the end of the strip, which may lie half a minute ahead', () => {
  const { power, hosts, to } = at(styleNow + second);
  expect(to).toBe(styleNow + 30 * second);
  expect(power.map(({ value }) => value)).toEqual(['running']);
  expect(hosts.map(({ value }) => value)).toEqual(['hv01']);
});

test('what has not been read for three intervals is not known since it was read', () => {
  const { power } = at(styleNow + 13 * second);
  expect(power.map(({ from, why }) => [from, why])).toEqual([
    [styleNow + 30 * second - 86_400_000, undefined],
    [styleNow, 'not-read'],
  ]);
  const never = { ...quiet, present: { ...quiet.present, freshness: { ...freshness, readAt: null } } };
  expect(isUnread(never, styleNow)).toBe(true);
});
