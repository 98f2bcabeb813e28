import { appendFileSync } from 'node:fs';

const file = process.argv[2] ?? '';
process.on('SIGTERM', () => {
  appendFileSync(file, 'stopped\n');
  process.exit(0);
});
process.on('SIGHUP', () => appendFileSync(file, 'reloaded\n'));
setInterval(() => undefined, 60_000);
appendFileSync(file, 'ready\n');
