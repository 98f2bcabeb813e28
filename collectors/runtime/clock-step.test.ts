import { afterEach, expect, test } from 'vitest';
import { cleanUp, rigFor, seriesValue, start, targetsOf } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const hour = 3_600_000;
const web = linuxVm(testVmId(1, 1), 'web-01', start - 2 * hour);

test.each([
  ['back', -hour],
  ['ahead', hour],
])(
  'when the clock of this machine steps %s by an hour, polling goes on in time and nothing looks old or missing',
  async (_, step) => {
    const { daemon, clock, store, scrape } = await rigFor([makeHost('hv01', [web])]);
    await daemon.apply({ collectors: {} }, targetsOf('hv01'));
    await clock.advance(61_000);
    const polls = async () => seriesValue(await scrape(), 'hvitals_daemon_scrapes_total{collector="vm",outcome="ok"') ?? 0;
    const before = await polls();
    clock.stepWallClock(step);
    const atOnce = await scrape();
    expect(seriesValue(atOnce, `hvitals_vm_state{vm_id="${web.id}"`)).toBe(2);
    expect(seriesValue(atOnce, 'hvitals_scrape_reading_age_seconds{host="hv01",collector="vm"')).toBeLessThan(16);
    await clock.advance(60_000);
    expect((await polls()) - before).toBe(4);
    const text = await scrape();
    for (const collector of ['vm', 'heartbeat', 'integration-services', 'kvp']) {
      const age = seriesValue(text, `hvitals_scrape_reading_age_seconds{host="hv01",collector="${collector}"`);
      expect(age, collector).toBeGreaterThanOrEqual(0);
      expect(age, collector).toBeLessThan(61);
    }
    expect(seriesValue(text, `hvitals_vm_state{vm_id="${web.id}"`)).toBe(2);
    // The slowest collector has its turn too.
    await clock.advance(300_000);
    for (const { finishedAt, nextRunAt, outcome, intervalSeconds } of await store.listScrapes()) {
      expect(outcome).toBe('ok');
      expect(Math.abs(clock.now() - finishedAt)).toBeLessThan((intervalSeconds + 1) * 1_000);
      expect(nextRunAt).toBeGreaterThanOrEqual(finishedAt);
      expect(nextRunAt - clock.now()).toBeLessThanOrEqual(intervalSeconds * 1_000);
    }
  },
);
