import { appendFileSync } from 'node:fs';

appendFileSync(process.argv[2] ?? '', 'ready\n');
process.exit(1);
