import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type CDPSession, expect, test } from '@playwright/test';
import { EventStream } from '../app/_server/event-stream.ts';
import { createFleetModel } from '../app/_server/fleet-model.ts';
import { WallEncoder } from '../app/_server/wall-encoder.ts';
import { systemClock } from '../lib/clock.ts';
import type { ApiWall } from '../lib/model/api/wall.ts';
import { madeUpFleet } from './support/made-up-fleet.ts';
import { type Programs, startPrograms } from './support/programs.ts';

/** Ticks of 15 seconds in an hour and a quarter. */
const moreThanAnHour = 300;
/** After so many ticks every VM has been turned over and back again: footprints are compared over whole rounds. */
const round = 100;
const ticksPerSecond = 12;

let programs: Programs;

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
});
test.afterAll(async () => {
  await programs?.stop();
});

/** The real pages over a stream of our own, which plays hours in minutes. */
async function serveFastTime() {
  const fleet = madeUpFleet({ hosts: 60, vmsPerHost: 25 });
  const model = createFleetModel();
  model.apply(fleet.whole(Date.now()));
  const stream = new EventStream({ clock: systemClock, build: 'this-build' });
  const encoder = new WallEncoder(model, Date.now());
  stream.reset('fast', model.rows.revision);
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (path.startsWith('/api/v1/stream')) return stream.accept(incoming, outgoing);
    if (path === '/api/v1/wall') {
      outgoing.writeHead(200, { 'content-type': 'application/json', 'x-hvitals-now': String(Date.now()) });
      const wall: ApiWall = { app: 'fast', build: 'this-build', ...encoder.snapshot(), alerts: [], evaluatedAt: null };
      outgoing.end(JSON.stringify(wall));
      return;
    }
    const onward = request(`${programs.appUrl}${path}`, { headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.once('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tick(share: number) {
      const now = Date.now();
      stream.publish(encoder.encode(model.apply(fleet.tick(now, share)), model, now));
    },
    async stop() {
      stream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Footprint {
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function footprint(session: CDPSession): Promise<Footprint> {
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heapBytes: value('JSHeapUsedSize'), nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

test('an hour of ticks leaves heap, nodes and listeners where they were', async ({ page }) => {
  const served = await serveFastTime();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(`${served.url}/wall`);
  await expect(page.getByTestId('wall-link')).toHaveAttribute('data-link', 'live');
  const play = async (ticks: number) => {
    for (let tick = 0; tick < ticks; tick++) {
      served.tick(0.02);
      await wait(1_000 / ticksPerSecond);
    }
    await expect(page.getByTestId('wall-age')).toHaveText('Data 0s old');
  };
  // A round and a third: what is made once has been made, and there are problems to show.
  await play(Math.round(round * 1.3));
  const before = await footprint(session);
  await play(moreThanAnHour);
  const after = await footprint(session);
  await served.stop();
  expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.15 + 1_000_000);
  expect(after.nodes).toBeLessThan(before.nodes * 1.15 + 100);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 5);
});
