import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type BenchRow, renderRows } from './bench-row.ts';

/*
 * npm run bench: runs each benchmark in a process of its own, prints the table and writes it to docs/benchmarks.md. Names as arguments
 * run these only and write nothing.
 */

const all = ['exposition', 'scrape', 'tick', 'history', 'vms'];
const docs = new URL('../../docs/benchmarks.md', import.meta.url);
const begin = '<!-- benchmarks: written by npm run bench, do not edit -->';
const end = '<!-- /benchmarks -->';

async function run(name: string): Promise<readonly BenchRow[]> {
  const child = fork(fileURLToPath(new URL('run-one.ts', import.meta.url)), [name], { execArgv: ['--expose-gc'] });
  const rows: BenchRow[] = [];
  child.on('message', (message) => rows.push(...(message as BenchRow[])));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the benchmark ${name} ended with exit code ${code}`);
  return rows;
}

const asked = process.argv.slice(2);
const strangers = asked.filter((name) => !all.includes(name));
if (strangers.length > 0) {
  process.stderr.write(`There is no benchmark ${strangers.join(', ')}; there are ${all.join(', ')}.\n`);
  process.exit(2);
}
const rows: BenchRow[] = [];
for (const name of asked.length === 0 ? all : asked) {
  process.stderr.write(`${name} …\n`);
  rows.push(...(await run(name)));
}
const machine = `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.versions.node}`;
const table = `${renderRows(rows)}\nMeasured on ${new Date().toISOString().slice(0, 10)}, ${machine}.\n`;
process.stdout.write(table);
if (asked.length === 0) {
  const before = await readFile(docs, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/benchmarks.md has no place for the table');
  await writeFile(docs, `${before.slice(0, from + begin.length)}\n\n${table}\n${before.slice(to)}`);
}
