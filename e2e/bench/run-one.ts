import type { BenchRow } from './bench-row.ts';

/** Started by bench.ts with the name of one benchmark; sends its rows to the parent. */
const [name] = process.argv.slice(2);
const { bench }: { bench(): Promise<readonly BenchRow[]> } = await import(`./${name}.bench.ts`);
const rows = await bench();
process.send?.(rows, () => process.exit(0));
