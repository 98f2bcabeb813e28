import { expect, test } from 'vitest';
import { decideWallAlive, type WallAliveInput } from './wall-alive.ts';

const now = Date.UTC(2026, 10, 23, 8);
const fresh: WallAliveInput = { lostSince: null, storeLostSince: null, newestReadAt: now - 4_000, intervalSeconds: 15, now };

test.each<[string, Partial<WallAliveInput>, unknown]>([
  ['readings keep coming', {}, 'current'],
  ['nothing has been read yet', { newestReadAt: null, intervalSeconds: null }, 'current'],
  ['the last reading is two intervals old', { newestReadAt: now - 30_000 }, 'current'],
  ['the last reading is older', { newestReadAt: now - 30_001 }, ['data', now - 30_001]],
  ['hvitals has just gone', { lostSince: now - 10_000 }, 'current'],
  ['hvitals is gone', { lostSince: now - 10_001 }, ['connection', now - 10_001]],
  ['the store cannot be read', { storeLostSince: now - 60_000 }, ['store', now - 60_000]],
  ['connection and data are lost', { lostSince: now - 40_000, newestReadAt: now - 45_000 }, ['connection', now - 40_000]],
  ['no host answers, for minutes', { intervalSeconds: null, newestReadAt: now - 600_000 }, 'current'],
  [
    'no host answers, for longer than they would be left alone',
    { intervalSeconds: null, newestReadAt: now - 600_001 },
    ['data', now - 600_001],
  ],
])('%s', (_, change, expected) => {
  const alive = decideWallAlive({ ...fresh, ...change });
  expect(alive.kind === 'current' ? 'current' : [alive.why, alive.since]).toEqual(expected);
});
