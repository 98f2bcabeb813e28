import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openAlertStore } from '../../lib/store/sqlite-alerts.ts';

/**
 * A program for tests: acknowledges alerts that fire, a few at a time, through a connection of its own as the app does, and writes what was
 * acknowledged to the journal once the store has said so. It ends with its standard input. Argument: the folder.
 */
const [folder = ''] = process.argv.slice(2);
const atOnce = 40;
const store = await openAlertStore(join(folder, 'hvitals.db'), 'app');
const journal = openSync(join(folder, 'journal'), 'a');
let isOver = false;
process.stdin.once('end', () => {
  isOver = true;
});
process.stdin.resume();
writeSync(1, 'ready\n');
let turn = 0;
while (!isOver) {
  const acknowledged = new Set((await store.listAcks()).map(({ fingerprint }) => fingerprint));
  const firing = (await store.listAlerts()).filter(
    ({ status, fingerprint }) => status === 'firing' && !acknowledged.has(fingerprint),
  );
  turn += 1;
  const picked = firing.filter((_, index) => (index + turn) % 7 === 0).slice(0, atOnce);
  const at = Date.now();
  const done = await store.putAcks(picked.map(({ fingerprint }) => ({ fingerprint, by: 'Ann', note: `turn ${turn}`, at })));
  writeSync(journal, done.map((fingerprint) => `${JSON.stringify({ fingerprint, at })}\n`).join(''));
  await wait(100);
}
await store.close();
process.exit(0);
