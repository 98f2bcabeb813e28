import { join } from 'node:path';
import { stopOnSignals } from '../stop-on-signals.js';
import { supervise } from '../supervisor.js';

const supervisor = supervise({
  programs: [{ name: 'stops', command: process.execPath, args: [join(import.meta.dirname, 'stops.js'), process.argv[2] ?? ''], reloads: true }],
  say: (text) => process.stderr.write(`${text}\n`),
});
stopOnSignals(supervisor);
process.exitCode = await supervisor.done;
