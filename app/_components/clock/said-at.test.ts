import { expect, test } from 'vitest';
import { saidAtByNtp } from './said-at.ts';

test('a host that is ahead saw the beacon earlier than its clock says, and one that is behind later', () => {
  const saidAt = 1_000_000;
  expect(saidAtByNtp({ saidAt }, { vsNtp: { seconds: 40, boundSeconds: 0.1 } })).toBe(960_000);
  expect(saidAtByNtp({ saidAt }, { vsNtp: { seconds: -40, boundSeconds: 0.1 } })).toBe(1_040_000);
});

test('a host whose clock nobody knows is taken as right, and what was never said has no time', () => {
  expect(saidAtByNtp({ saidAt: 5 }, { vsNtp: null })).toBe(5);
  expect(saidAtByNtp({ saidAt: 5 }, null)).toBe(5);
  expect(saidAtByNtp({ saidAt: null }, null)).toBeNull();
});
