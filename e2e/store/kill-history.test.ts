import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { embeddedHistory, toRetention } from '../../lib/history/embedded-history.ts';
import type { Subject } from '../../lib/history/history.ts';
import { openChunkStore } from '../../lib/store/sqlite-chunks.ts';
import { runProgram } from './run-program.ts';

const writeHistory = new URL('./write-history.ts', import.meta.url);
const start = Date.UTC(2026, 0, 1);
const tickMs = 15_000;
const rounds = 8;
const retention = toRetention({ rawDays: 7, fineDays: 60, coarseDays: 730 });

/** Writes until a kill at a random moment; answers the number of the last sample that was taken. */
async function writeAndKill(file: string, from: number): Promise<number> {
  const program = runProgram(writeHistory, file, String(from));
  try {
    await program.hasLines(1);
    program.child.stdin.write('go\n');
    await program.hasLines(2);
    await delay(Math.random() * 1_500);
  } finally {
    program.child.kill('SIGKILL');
  }
  expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' });
  return Number(program.lines.at(-1));
}

/** Numbers that history holds of one host, tick by tick, from `from` on; null is a gap. */
async function readNumbers(file: string, subject: Subject, from: number, count: number): Promise<readonly (number | null)[]> {
  const store = await openChunkStore({ file, mode: 'app' });
  try {
    const to = from + (count - 1) * tickMs;
    const history = embeddedHistory(store, { retention, now: () => to });
    const [band] = await history.range([{ subject, metric: 'number', labels: {}, lookbackMs: 1 }], {
      from,
      to,
      stepMs: tickMs,
      lookbackMs: 1,
    });
    return band?.last ?? [];
  } finally {
    store.close();
  }
}

it(`loses at most the open minute to a kill -9, ${rounds} times, packed hours or not`, { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-kill-history-'));
  const file = join(folder, 'hvitals.db');
  let from = start;
  let hours = 0;
  for (let round = 0; round < rounds; round += 1) {
    const last = await writeAndKill(file, from);
    for (const subject of ['host:hv0', 'host:hv99'] as const) {
      const numbers = await readNumbers(file, subject, from, last + 1);
      const held = numbers.findLastIndex((number) => number !== null);
      expect(numbers.slice(0, held + 1)).toEqual(Array.from({ length: held + 1 }, (_, index) => index));
      // The open minute, and the three seconds in which the one before is still being written, at four samples a minute.
      expect(last - held).toBeLessThanOrEqual(5);
    }
    hours += (last * tickMs) / 3_600_000;
    // The next run begins at once: in the minute that was open.
    from += (last + 1) * tickMs;
  }
  expect(hours).toBeGreaterThan(2);
  const all = await readNumbers(file, 'host:hv50', start, (from - start) / tickMs);
  expect(all.filter((number) => number === null).length).toBeLessThanOrEqual(5 * rounds);
  await rm(folder, { recursive: true });
});
