import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { borderParsers } from './border-parsers.ts';
import { fuzz } from './fuzz.ts';

/*
 * `npm run soak [inputs [seed [part of a name]]]`: many more inputs per parser than `npm test` has, another seed each day, and the heap
 * watched. Then, where no parser is named, the tests that repeat themselves more often with HVITALS_SOAK=1. Node must be started with
 * --expose-gc.
 */

const inputs = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Math.floor(Date.now() / 86_400_000));
const part = process.argv[4] ?? '';
/** What caches may take once they are full; a parser that keeps its inputs takes far more. */
const mostGrowthMb = 12;

async function heapMb(): Promise<number> {
  for (let n = 0; n < 3; n++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed / 1_048_576;
}

if (globalThis.gc === undefined) throw new Error('start it with node --expose-gc, as npm run soak does');
let failures = 0;
for (const parser of borderParsers().filter(({ name }) => name.includes(part))) {
  try {
    // The first part fills what caches there are.
    await fuzz(parser, Math.ceil(inputs / 5), seed);
    const before = await heapMb();
    const report = await fuzz(parser, inputs, seed + 1);
    const growth = (await heapMb()) - before;
    const line = `${report.name}: ${report.inputs} inputs, ${report.accepted} accepted, median ${report.medianMs.toFixed(4)} ms, slowest ${report.slowest.toFixed(0)} medians, heap ${growth >= 0 ? '+' : ''}${growth.toFixed(1)} MB`;
    if (growth > mostGrowthMb) throw new Error(`${line}: more than ${mostGrowthMb} MB stay behind`);
    process.stdout.write(`ok      ${line}\n`);
  } catch (error) {
    failures += 1;
    process.stdout.write(`FAILED  ${error instanceof Error ? error.message : String(error)} (seed ${seed})\n`);
  }
}
if (part === '') failures += runLongTests();
process.exitCode = failures === 0 ? 0 : 1;

/** The number of runs that failed: none or one. */
function runLongTests(): number {
  const root = join(import.meta.dirname, '../..');
  const files = ['app', 'collectors', 'lib', 'e2e'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      const file = join(folder, name);
      return name.endsWith('.test.ts') && readFileSync(join(root, file), 'utf8').includes('HVITALS_SOAK') ? [file] : [];
    }),
  );
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, HVITALS_SOAK: '1' };
  const timeout = `--testTimeout=${20 * 60_000}`;
  const { status } = spawnSync(process.execPath, [vitest, 'run', timeout, ...files], { cwd: root, env, stdio: 'inherit' });
  return status === 0 ? 0 : 1;
}
