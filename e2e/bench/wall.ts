import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { apiWall } from '../../lib/model/api/wall.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { eventually } from '../support/eventually.ts';
import { type Programs, startPrograms } from '../support/programs.ts';

/*
 * node e2e/bench/wall.ts [hosts] [vmsPerHost] [ticks]: the wall on a demo fleet, both programs and a browser on this machine. Prints the
 * first payload, bytes of the stream per tick, and the longest tasks of the page's main thread. Build the app first (npm start does).
 */

const [hosts = 1_000, vmsPerHost = 25, ticks = 4] = process.argv.slice(2).map(Number);
const tickSeconds = 15;
const say = (line: string) => process.stdout.write(`${line}\n`);
const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} KB`;

async function measureFirstPayload({ appUrl }: Programs): Promise<void> {
  const page = await (await fetch(`${appUrl}/wall`)).text();
  const body = await (await fetch(`${appUrl}/api/v1/wall`)).text();
  const wall = apiWall.parse(JSON.parse(body));
  const vms = wall.hosts.reduce((sum, { cells }) => sum + cells.replaceAll('9', '').length, 0);
  say(`fleet: ${wall.hosts.length} hosts, ${vms} VMs, ${wall.problems.length} problems`);
  say(`first payload, gzip: page ${kilobytes(gzipSync(page).length)} + /api/v1/wall ${kilobytes(gzipSync(body).length)}`);
  say(`first payload, plain: page ${kilobytes(page.length)} + /api/v1/wall ${kilobytes(body.length)}`);
}

/** Reads the stream beside the browser and counts. */
async function measureDeltas({ appUrl }: Programs, seconds: number): Promise<void> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), seconds * 1_000);
  const counts = { bytes: 0, events: 0, cells: 0, problems: 0, hosts: 0, words: 0 };
  let rest = '';
  try {
    const { body } = await fetch(`${appUrl}/api/v1/stream`, { signal: ending.signal });
    for await (const chunk of body ?? []) {
      counts.bytes += chunk.length;
      const events = (rest + Buffer.from(chunk).toString()).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        if (!event.includes('event: delta')) continue;
        const delta = JSON.parse(event.slice(event.indexOf('data: ') + 6));
        counts.events += 1;
        for (const part of ['cells', 'problems', 'hosts', 'words'] as const) counts[part] += delta[part]?.length ?? 0;
      }
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  }
  clearTimeout(timer);
  const perTick = (value: number) => (value / seconds) * tickSeconds;
  const { bytes, ...parts } = counts;
  const each = Object.entries(parts).map(([name, count]) => `${name} ${perTick(count).toFixed(0)}`);
  say(`stream per tick of ${tickSeconds} s: ${kilobytes(perTick(bytes))} (${each.join(', ')})`);
}

/** Opens the wall and gathers every task over 50 ms: while it comes up, and while it runs. */
async function measureTasks({ appUrl }: Programs, seconds: number): Promise<void> {
  const args = ['--no-sandbox', '--disable-gpu'];
  const browser = await chromium.launch({ executablePath: await ensurePeer('chromium'), args });
  const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 } });
  await page.addInitScript(() => {
    const tasks: { at: number; ms: number }[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ at: startTime, ms: duration });
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(`${appUrl}/wall`);
  await page.locator('[data-count=vms] dd').filter({ hasNotText: /^0$/ }).waitFor();
  await page.waitForTimeout(5_000);
  const upAt = await page.evaluate(() => performance.now());
  await page.waitForTimeout(seconds * 1_000);
  const tasks = await page.evaluate(() => (window as unknown as { tasks: { at: number; ms: number }[] }).tasks);
  const longest = (list: typeof tasks) => (list.length === 0 ? 'none' : `${Math.max(...list.map(({ ms }) => ms))} ms`);
  const running = tasks.filter(({ at }) => at > upAt);
  say(
    `tasks over 50 ms while it comes up: ${tasks.length - running.length}, longest ${longest(tasks.filter(({ at }) => at <= upAt))}`,
  );
  say(`tasks over 50 ms in ${seconds} s of running: ${running.length}, longest ${longest(running)}`);
  await browser.close();
}

const programs = await startPrograms({ demo: { hosts, vmsPerHost } }, { readyWithinMs: 300_000 });
try {
  await eventually('the fleet is on the wall', 120_000, async () => {
    const wall = apiWall.parse(await (await fetch(`${programs.appUrl}/api/v1/wall`)).json());
    const read = wall.hosts.filter(({ readAt }) => readAt !== null).length;
    if (read < hosts * 0.95) throw new Error(`${read} of ${hosts} hosts have been read`);
  });
  // Collectors that run once a minute have then all run, and what is new is new.
  await new Promise((resolve) => setTimeout(resolve, 75_000));
  await measureFirstPayload(programs);
  await measureDeltas(programs, ticks * tickSeconds);
  await measureTasks(programs, 2 * tickSeconds);
} finally {
  await programs.stop();
}
