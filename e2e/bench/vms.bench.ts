import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { apiWall } from '../../lib/model/api/wall.ts';
import { eventually } from '../support/eventually.ts';
import { startPrograms } from '../support/programs.ts';
import { type BenchRow, median, ms } from './bench-row.ts';
import { openBrowser, watchTasks } from './watch-tasks.ts';

const hosts = 1_000;
const vmsPerHost = 25;
const tickSeconds = 15;
const liveTicks = 2;
const loads = 3;
/** Collectors that run once a minute have then all run, and what is new is new. */
const settleMs = 75_000;
const target = '≤ 50 ms';
const what = `\`/vms\` with ${(hosts * vmsPerHost).toLocaleString('en')} VMs`;

/** The table of VMs at full size, in a browser on this machine beside both programs. */
export async function bench(): Promise<readonly BenchRow[]> {
  const programs = await startPrograms({ demo: { hosts, vmsPerHost } }, { readyWithinMs: 300_000 });
  const browser = await openBrowser();
  try {
    await eventually('the fleet is read', 180_000, async () => {
      const wall = apiWall.parse(await (await fetch(`${programs.appUrl}/api/v1/wall`)).json());
      const read = wall.hosts.filter(({ readAt }) => readAt !== null).length;
      if (read < hosts * 0.95) throw new Error(`${read} of ${hosts} hosts have been read`);
    });
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const rows = [...(await pageSizes(programs.appUrl))];
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
    const took: number[] = [];
    const opening = await watchTasks(page, async () => {
      for (let load = 0; load < loads; load += 1) took.push(await openList(page, programs.appUrl));
    });
    rows.push(row(`${what}: until the whole list is there, median of ${loads}`, ms(median(took))));
    rows.push(taskRow('opening', opening));
    for (const [name, act] of actions(page)) rows.push(taskRow(name, await watchTasks(page, act)));
    rows.push(...(await liveRows(page)));
    return rows;
  } finally {
    await browser.close();
    await programs.stop();
  }
}

async function pageSizes(appUrl: string): Promise<readonly BenchRow[]> {
  const sizes: BenchRow[] = [];
  for (const path of ['/', '/vms', '/hosts']) {
    const html = Buffer.from(await (await fetch(appUrl + path)).arrayBuffer());
    const plain = kilobytes(html.length);
    sizes.push(
      row(`HTML of \`${path}\` at ${hosts.toLocaleString('en')} hosts`, `${plain}, gzip ${kilobytes(gzipSync(html).length)}`),
    );
  }
  return sizes;
}

/** Milliseconds from the start of the navigation until the table holds every VM. */
async function openList(page: Page, appUrl: string): Promise<number> {
  await page.goto(`${appUrl}/vms`, { waitUntil: 'commit' });
  const whole = await page.waitForFunction(
    (least) => Number(document.querySelector('table')?.getAttribute('aria-rowcount')) > least && performance.now(),
    hosts * vmsPerHost * 0.9,
  );
  return Number(await whole.jsonValue());
}

function actions(page: Page): readonly (readonly [name: string, act: () => Promise<void>])[] {
  const settle = () => page.waitForTimeout(1_500);
  const filter = page.locator('[data-table-filter]');
  return [
    [
      'typing a filter',
      async () => {
        await filter.pressSequentially('web-01', { delay: 120 });
        await settle();
        await page.waitForFunction(
          (most) => Number(document.querySelector('table')?.getAttribute('aria-rowcount')) < most,
          (hosts * vmsPerHost) / 2,
        );
        for (let count = 0; count < 6; count += 1) await page.keyboard.press('Backspace', { delay: 120 });
        await settle();
      },
    ],
    [
      'sorting',
      async () => {
        for (const index of [0, 0, 0, 1, 2, 3]) {
          await page.locator('thead button').nth(index).click();
          await settle();
        }
      },
    ],
    [
      'choosing values of a facet',
      async () => {
        await page.locator('search button').first().click();
        const values = page.locator('search fieldset input[type=checkbox]');
        for (const index of [0, 1, 0, 1]) {
          await values.nth(index).click();
          await settle();
        }
        await page.keyboard.press('Escape');
      },
    ],
    [
      'scrolling',
      async () => {
        await page.locator('tbody tr').nth(3).hover();
        for (let turn = 0; turn < 30; turn += 1) {
          await page.mouse.wheel(0, 700);
          await page.waitForTimeout(60);
        }
      },
    ],
  ];
}

/** A while of nothing but the fleet's own changes, and what they cost on the wire. */
async function liveRows(page: Page): Promise<readonly BenchRow[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.dataReceived', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const seconds = liveTicks * tickSeconds;
  const tasks = await watchTasks(page, () => page.waitForTimeout(seconds * 1_000));
  const perTick = (bytes / seconds) * tickSeconds;
  return [
    taskRow('live updates', tasks),
    row(`${what}: bytes received for ${tickSeconds} s of live updates`, kilobytes(perTick)),
  ];
}

function taskRow(name: string, { longestMs, longestWallMs, over50 }: Awaited<ReturnType<typeof watchTasks>>): BenchRow {
  const ours = `${ms(longestMs)} (${over50} over 50 ms; by the clock ${ms(longestWallMs)})`;
  return row(`${what}: longest task of the main thread, ${name}`, ours, target);
}

function row(name: string, ours: string, goal = ''): BenchRow {
  return { what: name, ours, peer: undefined, peers: undefined, ratio: '', target: goal };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} KB`;
}
