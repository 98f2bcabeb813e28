import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { HistoryKeeper } from '../../collectors/runtime/keep-history.ts';
import { createFakeClock } from '../../lib/fake-clock.ts';
import { createLogger } from '../../lib/log.ts';
import { openChunkStore } from '../../lib/store/sqlite-chunks.ts';

/**
 * A program for tests: keeps history of a hundred hosts on a clock that runs as fast as it can, one sample each 15 seconds whose value
 * is its number, and says `<number>` after each. Arguments: file, start (UTC milliseconds).
 */
const [file = '', start = '0'] = process.argv.slice(2);
const store = await openChunkStore({ file, mode: 'collectors' });
const clock = createFakeClock(Number(start));
const log = createLogger({ level: 'error', stream: { write: (line) => void process.stderr.write(line) } });
const day = 86_400_000;
const keeper = new HistoryKeeper({
  store,
  clock,
  log,
  retention: { rawMs: 7 * day, fineMs: 60 * day, coarseMs: 730 * day },
});
writeSync(1, 'ready\n');
await once(process.stdin, 'data');
for (let number = 0; ; number += 1) {
  for (let host = 0; host < 100; host += 1) {
    keeper.buffer.append(`host:hv${host}`, clock.now(), { series: ['number', 'host'], values: [number, host] });
  }
  writeSync(1, `${number}\n`);
  await clock.advance(15_000);
}
