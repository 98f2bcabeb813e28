import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { testScrape, testTick, testUpsert, testVmId } from '../../lib/store/contract/rows.ts';
import { openStore } from '../../lib/store/open-store.ts';

/**
 * A program for tests: opens the store, says `ready`, waits for a line on stdin, then writes ticks numbered `first` to `last` and says
 * `<number> <revision>` after each commit, not before. Each tick writes two readings, one change and
 * one event with its number, and a state that says so, as a bookmark does.
 * Arguments: file, host, first, last.
 */
const [file = '', host = '', first = '0', last = '0'] = process.argv.slice(2);
const store = await openStore({ file, mode: 'collectors' });
writeSync(1, 'ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
for (let number = Number(first); number <= Number(last); number += 1) {
  const vm = 1 + (number % 20);
  const change = { at: number, collector: 'kvp', vmId: testVmId(vm), what: String(number), from: undefined, to: undefined };
  const upserts = [testUpsert(vm, { number, filling: 'x'.repeat(2_000) }, 'vm'), testUpsert(vm, { number }, 'kvp')];
  const key = String(number).padStart(9, '0');
  const happened = { kind: 'started', severity: 'info', at: number, seenAt: number, detail: {} };
  const events = [{ ...happened, collector: 'power', key, vmId: testVmId(vm) }];
  const states = [{ collector: 'power', state: { number } }];
  const tick = testTick({ host, upserts, changes: [change], events, states, scrapes: [testScrape()], at: number });
  const revision = await store.commitTick(tick);
  writeSync(1, `${number} ${revision}\n`);
}
await store.close();
