import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { lockDataFolder } from '../../lib/store/lock-data-folder.ts';

/** A program for tests: locks the data folder of its first argument, says `locked`, and holds it until stdin ends. */
const lock = await lockDataFolder(process.argv[2] ?? '');
writeSync(1, 'locked\n');
process.stdin.resume();
await once(process.stdin, 'end');
await lock.release();
