import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { collectorSchedules } from './collector-schedules.ts';
import { parseConfig } from './parse-config.ts';
import { config, target } from './schema.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Rows of the first table after a heading or sentence: cells without backquotes. */
function tableAfter(text: string, start: string): readonly (readonly string[])[] {
  const rows = text.slice(text.indexOf(start)).split('\n');
  const first = rows.findIndex((row) => row.startsWith('|---'));
  const rest = rows.slice(first + 1);
  return rest
    .slice(
      0,
      rest.findIndex((row) => !row.startsWith('|')),
    )
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

/** Every leaf key of the defaults, with its default as the docs write it. */
function defaults(): readonly (readonly [string, string])[] {
  return Object.entries(config.shape).flatMap(([key, schema]): (readonly [string, string])[] => {
    const value = z.toJSONSchema(schema, { io: 'output' });
    const given: unknown = Reflect.get(config.parse({}), key);
    if (Object.keys(value.properties ?? {}).length === 0) return [[key, JSON.stringify(given)]];
    return Object.keys(value.properties ?? {}).map((name) => {
      const found: unknown = Reflect.get(Object(given), name);
      return [
        `${key}.${name}`,
        found === undefined
          ? key === 'powershell'
            ? 'found on PATH'
            : 'none'
          : Array.isArray(found)
            ? JSON.stringify(found)
            : String(found),
      ];
    });
  });
}

describe('docs', () => {
  const configuration = read('docs/configuration.md');

  it('list every key of the configuration with its default', () => {
    const rows = tableAfter(configuration, '## Keys').map(([key, value]) => [key, value]);
    expect(rows).toEqual(expect.arrayContaining(defaults().map((row) => [...row])));
    expect(rows).toHaveLength(defaults().length);
  });

  it('list every collector with its interval and timeout', () => {
    const rows = tableAfter(configuration, 'Collectors, and what holds').map((cells) => cells.join(' '));
    expect(rows).toEqual(
      Object.entries(collectorSchedules).map(([name, of]) => `${name} ${of.intervalSeconds} ${of.timeoutSeconds}`),
    );
  });

  it('list every transport with its keys', () => {
    const rows = tableAfter(read('docs/targets.md'), '## Transports');
    const common = new Set(['name', 'transport', 'labels', 'collectors', 'ntpServers']);
    for (const option of target.options) {
      const [transport = ''] = option.shape.transport.values;
      const cells = rows.find(([name]) => name === transport);
      const wanted = Object.keys(option.shape).filter((key) => !common.has(key));
      expect(cells?.[2]?.match(/\b[a-z]+[A-Za-z]*\b/g) ?? [], transport).toEqual(expect.arrayContaining(wanted));
    }
  });

  it.each(['README.md', 'docs/targets.md'])('%s has examples that pass the check', (path) => {
    const examples = [...read(path).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
    expect(examples.length).toBeGreaterThan(0);
    for (const yaml of examples) {
      expect(parse(yaml)).toHaveProperty('targets');
      expect(() => parseConfig(yaml, path)).not.toThrow();
    }
  });

  it('link to files that are there', () => {
    const pages = [
      'README.md',
      'docs/targets.md',
      'docs/configuration.md',
      ...readdirSync(join(root, 'docs/adr')).map((name) => `docs/adr/${name}`),
    ];
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => join(dirname(page), link ?? '')),
    );
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  it('have for every decision a part that says how it is checked', () => {
    const decisions = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-.*\.md$/.test(name));
    expect(decisions.length).toBeGreaterThanOrEqual(5);
    expect(decisions.filter((name) => !/^## How this is checked\n\n\S/m.test(read(`docs/adr/${name}`)))).toEqual([]);
  });
});
