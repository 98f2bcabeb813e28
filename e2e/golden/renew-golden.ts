import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { registry } from '#collectors/registry.ts';
import { loadRecordings } from './recording.ts';
import { renderRecording } from './render-recording.ts';

/*
 * Writes the golden .prom file of every recording anew. Its result is reviewed as a diff: it must not run where nobody looks.
 */
if (process.env.CI !== undefined && process.env.CI !== '') {
  process.stderr.write('Golden files are renewed by hand and reviewed as a diff, never in CI.\n');
  process.exit(1);
}

let changed = 0;
for (const collector of registry) {
  for (const recording of loadRecordings(collector)) {
    const text = await renderRecording(collector, recording);
    const before = existsSync(recording.goldenFile) ? readFileSync(recording.goldenFile, 'utf8') : undefined;
    if (text === before) continue;
    writeFileSync(recording.goldenFile, text);
    changed += 1;
    process.stdout.write(`${before === undefined ? 'new' : 'changed'}: ${relative(process.cwd(), recording.goldenFile)}\n`);
  }
}
process.stdout.write(
  changed === 0 ? 'All golden files are as they were.\n' : `${changed} golden files written; review the diff.\n`,
);
