import { borderParsers } from './border-parsers.ts';
import { fuzz } from './fuzz.ts';

/*
 * `npm run soak [inputs [seed [part of a name]]]`: many more inputs per parser than `npm test` has, another seed each day, and the heap watched. Node must be started with
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
process.exitCode = failures === 0 ? 0 : 1;
