import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySite, siteKey } from '#lib/derive/alert-brief.ts';
import { applyWallDelta, toWallBoard } from '#lib/derive/wall-board.ts';
import type { ApiAlertSite } from '#lib/model/api/alert-brief.ts';
import { apiWall, apiWallDelta } from '#lib/model/api/wall.ts';
import { WallAlerts } from './wall-alerts.ts';

const anySite = fc
  .record({ site: fc.constantFrom(null, 'oslo', 'bergen'), everywhere: fc.boolean(), critical: fc.integer({ min: 1, max: 3 }) })
  .map(
    ({ site, everywhere, critical }): ApiAlertSite => ({
      ...emptySite(everywhere ? null : site, everywhere),
      waiting: { critical, warning: 0, info: 0 },
    }),
  );
const moments = fc.array(
  fc.record({ sites: fc.uniqueArray(anySite, { selector: siteKey }), evaluatedAt: fc.option(fc.integer({ min: 1, max: 3 })) }),
  { minLength: 1, maxLength: 12 },
);
const whole = (alerts: WallAlerts, revision: number) =>
  apiWall.parse({ app: 'a', build: 'b', revision, words: [], hosts: [], problems: [], ...alerts.snapshot() });

test('a wall that followed every change knows the same alerts as one that starts now', () => {
  fc.assert(
    fc.property(moments, (all) => {
      const alerts = new WallAlerts();
      let board = toWallBoard(whole(alerts, 0));
      for (const [index, { sites, evaluatedAt }] of all.entries()) {
        const delta = apiWallDelta.parse({ now: 1, revision: index + 1, ...alerts.encode(sites, evaluatedAt) });
        board = applyWallDelta(board, JSON.parse(JSON.stringify(delta)));
      }
      expect(board).toEqual(toWallBoard(whole(alerts, all.length)));
      expect(new Map(board.alerts)).toEqual(new Map(all.at(-1)?.sites.map((site) => [siteKey(site), site])));
    }),
  );
});

test('what stayed is not sent again', () => {
  const alerts = new WallAlerts();
  const site = { ...emptySite('oslo', false), waiting: { critical: 1, warning: 0, info: 0 } };
  expect(alerts.encode([site], 5)).toEqual({ alerts: [site], evaluatedAt: 5 });
  expect(alerts.encode([{ ...site }], 5)).toEqual({});
  expect(alerts.encode([{ ...site }], 6)).toEqual({ evaluatedAt: 6 });
});

test('an entry with the longest texts takes less than a kilobyte, so that a tick of many sites stays small', () => {
  const first = {
    severity: 'critical',
    summary: 'x'.repeat(161),
    vm: 'v'.repeat(65),
    host: 'h'.repeat(65),
    firingAt: 1e12,
  } as const;
  const sites = [{ ...emptySite('s'.repeat(60), false), first, newestCriticalAt: 1e12 }];
  expect(JSON.stringify(new WallAlerts().encode(sites, 1e12)).length).toBeLessThan(1_000);
});
