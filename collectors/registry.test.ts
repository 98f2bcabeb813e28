import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalog } from '#lib/metrics/catalog.ts';
import type { MetricDefinition } from '#lib/metrics/metric-definition.ts';
import type { Sample } from '#lib/series/sample.ts';
import { collectorFolder, loadRecordings, parseRecording } from '../e2e/golden/recording.ts';
import type { AnyCollector } from './collector.ts';
import { metricPages } from './metric-docs.ts';
import { registry } from './registry.ts';
import { derivedDefinitions } from './runtime/derived-definitions.ts';

const collectorsFolder = fileURLToPath(new URL('./', import.meta.url));
/** Folders beside the collectors that are none. */
const otherFolders = ['cli', 'host-module', 'runtime', 'transport'];
const definitions = new Map<string, MetricDefinition>(Object.values(catalog).map((definition) => [definition.name, definition]));

/** Every sample that a collector's recordings come to. */
function recordedSamples(collector: AnyCollector): readonly Sample[] {
  return loadRecordings(collector).flatMap((recording) => {
    const result = parseRecording(collector, recording);
    if (!result.ok) return [];
    const host = result.host === undefined ? [] : (collector.hostSamples?.(result.host, recording.host) ?? []);
    const vms = [...result.vms].flatMap(
      ([vmId, reading]) => collector.vmSamples?.(reading, { vmId, name: 'x', host: recording.host }) ?? [],
    );
    return [...host, ...vms];
  });
}

describe('the registry', () => {
  it('holds every collector that has a folder, once', () => {
    const folders = readdirSync(collectorsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !otherFolders.includes(entry.name))
      .map(({ name }) => name);
    expect(registry.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  it('claims every VM and host metric of the catalogue for one collector, but those that are joined from several', () => {
    const ofDerived = derivedDefinitions.flatMap(({ metrics }) => metrics.map(({ name }) => name));
    const ofCollectors = registry.flatMap(({ metrics }) => metrics.map(({ name }) => name));
    const claimed = [...ofCollectors, ...ofDerived.filter((name) => /^hvitals_(vm|host)_/.test(name))].sort();
    const owed = [...definitions.keys()].filter((name) => /^hvitals_(vm|host)_/.test(name)).sort();
    expect(claimed).toEqual(owed);
  });
});

describe.each(registry.map((collector) => ({ name: collector.name, collector })))('collector $name', ({ name, collector }) => {
  const folder = collectorFolder(collector);
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');

  it.each(['.ts', '.parse.ts', '.samples.ts', '.ps1', '.md', '.test.ts', '.prop.test.ts'])(`has its file ${name}%s`, (suffix) => {
    expect(existsSync(join(folder, `${name}${suffix}`))).toBe(true);
  });

  it('says its subject in 150 lines', () => {
    expect(text(`${name}.ts`).split('\n').length).toBeLessThanOrEqual(150);
  });

  it('has the function that its script owes the host module', () => {
    const pascal = name.replace(/(^|-)(.)/g, (_whole, _dash, letter: string) => letter.toUpperCase());
    expect(text(`${name}.ps1`)).toMatch(new RegExp(`^function Get-Hvitals${pascal} \\{`, 'm'));
  });

  it('has several recordings, an empty host and a hostile guest among them, each with its golden file', () => {
    const recordings = loadRecordings(collector);
    expect(recordings.length).toBeGreaterThanOrEqual(5);
    const names = recordings.map((recording) => recording.name).join(' ');
    expect(names).toContain('empty-host');
    expect(names).toContain('hostile-guest');
    expect(recordings.filter(({ goldenFile }) => !existsSync(goldenFile))).toEqual([]);
  });

  it('takes its metrics from the catalogue, under its own name', () => {
    const word = name.replaceAll('-', '_');
    const prefix = name === 'vm' || name === 'host' ? /^hvitals_(vm|host)_/ : new RegExp(`^hvitals_(vm|host)_${word}_`);
    for (const metric of collector.metrics) {
      expect(definitions.get(metric.name)).toBe(metric);
      expect(metric.name).toMatch(prefix);
    }
  });

  it('yields samples of its own metrics only, with labels of the catalogue, and each metric in some recording', () => {
    const samples = recordedSamples(collector);
    const declared = new Map(collector.metrics.map((metric) => [metric.name, metric]));
    for (const { metric, labels, value } of samples) {
      const definition = declared.get(metric);
      expect(definition, `${metric} is not declared`).toBeDefined();
      expect(definition?.labels).toEqual(expect.arrayContaining(Object.keys(labels)));
      expect(Number.isFinite(value)).toBe(true);
    }
    expect([...new Set(samples.map(({ metric }) => metric))].sort()).toEqual([...declared.keys()].sort());
  });

  it('has a schema for the readings of its host exactly where it has samples of the host', () => {
    expect(collector.hostReading === undefined).toBe(collector.hostSamples === undefined);
  });

  it('has its state and arguments as plain JSON', () => {
    for (const recording of loadRecordings(collector)) {
      const result = parseRecording(collector, recording);
      const state = result.ok ? result.state : undefined;
      if (state !== undefined) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      const args = collector.args(state);
      expect(JSON.parse(JSON.stringify(args))).toEqual(args);
    }
  });

  it('is done well before it is due again, and its page says both times', () => {
    expect(collector.timeoutSeconds).toBeLessThan(collector.intervalSeconds);
    const page = text(`${name}.md`).replace(/\s+/g, ' ');
    expect(page).toContain(
      `very ${collector.intervalSeconds} seconds, with ${collector.timeoutSeconds} seconds of time on the host`,
    );
  });

  it('has a page that says what is read, what codes mean, what is unverified and which rights it takes', () => {
    const headings = [...text(`${name}.md`).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(
      expect.arrayContaining(['What it reads', 'What the codes mean', 'Limits', 'Unverified', 'Rights', 'Metrics']),
    );
  });
});

describe('metric tables in the docs', () => {
  it.each(metricPages().map((page) => ({ path: page.path, page })))('of $path are up to date', ({ page }) => {
    expect(page.current, 'node collectors/render-docs.ts writes them').toBe(page.expected);
  });

  it('name every metric of the catalogue', () => {
    const overview = metricPages()[0]?.current ?? '';
    expect([...definitions.keys()].filter((name) => !overview.includes(`\`${name}\``))).toEqual([]);
  });
});
