import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { borderParsers } from './border-parsers.ts';
import { fuzz } from './fuzz.ts';
import { notFuzzed } from './not-fuzzed.ts';

const root = join(import.meta.dirname, '../..');
const inputs = 1_000;
const parsers = borderParsers();

test.each(parsers.map((parser) => [parser.name, parser] as const))(
  '%s: nothing breaks the parser, and it accepts some of what is near to valid',
  async (_, parser) => {
    const { accepted } = await fuzz(parser, inputs);
    expect(accepted).toBeGreaterThan(0);
  },
  120_000,
);

test('every parser of the border is in the table, or has a reason why not', () => {
  const parserName = /^export (?:async )?(?:function|const) ((?:parse|read|decode)[A-Z]\w*)/gm;
  const files = ['app', 'collectors', 'lib'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /(?<!\.test|\.client)\.tsx?$/.test(entry.name) && !entry.parentPath.includes('testdata'),
      )
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  // What draws reads colours from the page, which nobody else writes.
  const names = files
    .filter((file) => !/paint-glyph|plot-options/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(parserName)].flatMap(([, name]) => name ?? []));
  const fuzzed = new Set(parsers.flatMap(({ exports }) => exports));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !fuzzed.has(name) && !Object.hasOwn(notFuzzed, name))).toEqual([]);
  expect([...fuzzed, ...Object.keys(notFuzzed)].filter((name) => !names.includes(name))).toEqual([]);
  expect([...fuzzed].filter((name) => Object.hasOwn(notFuzzed, name))).toEqual([]);
});

test('a parser that throws, takes too long, or gives too much is found', async () => {
  const parser = { name: 'planted', exports: [], make: () => 'x', run: () => true };
  const failing = (run: (input: never) => boolean) => fuzz({ ...parser, run }, 50);
  await expect(failing(() => true)).resolves.toMatchObject({ accepted: 50 });
  let calls = 0;
  await expect(
    failing(() => {
      calls += 1;
      if (calls === 30) throw new TypeError('planted');
      return true;
    }),
  ).rejects.toThrow(/planted at input 29 of seed 1: TypeError: planted: "x"/);
  calls = 0;
  await expect(
    failing(() => {
      calls += 1;
      const until = performance.now() + (calls >= 40 ? 8 : 0);
      while (calls % 40 <= 3 && performance.now() < until);
      return true;
    }),
  ).resolves.toBeDefined();
  const slow = { ...parser, make: () => (calls++ % 50 === 0 ? 'slow' : 'fast') };
  const burn = (input: string) => {
    const until = performance.now() + (input === 'slow' ? 8 : 0);
    while (performance.now() < until);
    return true;
  };
  await expect(fuzz({ ...slow, run: burn as (input: never) => boolean }, 100)).rejects.toThrow(/took .* ms, the median is/);
});
