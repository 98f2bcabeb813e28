import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { collectorFolder, loadRecordings, parseRecording } from './recording.ts';
import { renderRecording } from './render-recording.ts';

describe.each(registry.map((collector) => ({ name: collector.name, collector })))('recordings of $name', ({ collector }) => {
  const recordings = loadRecordings(collector);

  it.each(recordings.map((recording) => ({ name: recording.name, recording })))(
    '$name comes to the series in its golden file',
    async ({ recording }) => {
      expect(existsSync(recording.goldenFile), `${recording.goldenFile} is missing: npm run golden writes it`).toBe(true);
      expect(await renderRecording(collector, recording)).toBe(readFileSync(recording.goldenFile, 'utf8'));
    },
  );

  it.each(recordings.map((recording) => ({ name: recording.name, recording })))(
    '$name says where it is from, and the more so where it was invented',
    ({ name, recording }) => {
      const invented = /invented|made up/i.test(recording.from);
      expect(invented).toBe(name.startsWith('synthetic-'));
    },
  );

  it('have no golden file without a recording', () => {
    const entries = readdirSync(join(collectorFolder(collector), 'testdata'));
    const orphans = entries.filter((entry) => entry.endsWith('.prom') && !entries.includes(entry.replace(/[.]prom$/, '.json')));
    expect(orphans).toEqual([]);
  });

  it('yield readings that pass the schema after a trip through JSON, as the store makes it', () => {
    for (const recording of recordings) {
      const result = parseRecording(collector, recording);
      for (const reading of result.ok ? result.vms.values() : []) {
        expect(collector.vmReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
      }
    }
  });
});
