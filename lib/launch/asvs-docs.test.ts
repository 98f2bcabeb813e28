import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNamed } from './testdata/is-named.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const text = read('docs/asvs.md');

/** Levels of the requirements of each section of ASVS 5.0.0, in their order: the third digit of `1.2` is the level of 1.2.3. */
const sections: Readonly<Record<string, string>> = {
  ...{ '1.1': '22', '1.2': '1111122223', '1.3': '112222222223', '1.4': '222', '1.5': '123' },
  ...{ '2.1': '122', '2.2': '112', '2.3': '12223', '2.4': '23' },
  ...{ '3.1': '3', '3.2': '113', '3.3': '12223', '3.4': '11222233', '3.5': '11122333', '3.6': '3', '3.7': '22333' },
  ...{ '4.1': '12233', '4.2': '23333', '4.3': '22', '4.4': '1222' },
  ...{ '5.1': '2', '5.2': '112333', '5.3': '113', '5.4': '222' },
  ...{ '6.1': '122', '6.2': '111111112222', '6.3': '11223333', '6.4': '112233' },
  ...{ '6.5': '22222333', '6.6': '2223', '6.7': '33', '6.8': '2222' },
  ...{ '7.1': '222', '7.2': '1111', '7.3': '22', '7.4': '11222', '7.5': '223', '7.6': '22' },
  ...{ '8.1': '1233', '8.2': '1123', '8.3': '133', '8.4': '23' },
  ...{ '9.1': '111', '9.2': '1222' },
  ...{ '10.1': '22', '10.2': '223', '10.3': '22223', '10.4': '1111122222233333', '10.5': '22222', '10.6': '22', '10.7': '222' },
  ...{ '11.1': '2233', '11.2': '22233', '11.3': '11233', '11.4': '1222', '11.5': '23', '11.6': '23', '11.7': '33' },
  ...{ '12.1': '12233', '12.2': '11', '12.3': '22223' },
  ...{ '13.1': '2333', '13.2': '222223', '13.3': '2233', '13.4': '1222233' },
  ...{ '14.1': '22', '14.2': '12223333', '14.3': '122' },
  ...{ '15.1': '12233', '15.2': '12233', '15.3': '1222222', '15.4': '3333' },
  ...{ '16.1': '2', '16.2': '22222', '16.3': '2222', '16.4': '222', '16.5': '2223' },
  ...{ '17.1': '23', '17.2': '22223333', '17.3': '22' },
};
const all = Object.entries(sections).flatMap(([section, levels]) =>
  [...levels].map((level, index) => ({ number: `${section}.${index + 1}`, level: Number(level) })),
);
const states = ['met', 'not applicable', 'open'] as const;

const rows = text.split('\n').flatMap((line) => {
  const [, number = '', level, asked = '', state = '', reason = ''] =
    /^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$/.exec(line) ?? [];
  return number === '' ? [] : [{ number, level: Number(level), asked, state, reason }];
});
const tests = rows.flatMap(({ number, reason }) =>
  [...reason.matchAll(/([\w./-]+\.(?:(?:test|spec)\.ts|ts)) `([^`]+)`/g)].map(([, file = '', name = '']) => ({
    number,
    file,
    name,
  })),
);
const links = rows.flatMap(({ number, reason }) =>
  [...reason.matchAll(/\]\(([\w./-]+\.md)#([\w-]+)\)/g)].map(([, file = '', anchor = '']) => ({ number, file, anchor })),
);

describe('docs/asvs.md', () => {
  it('knows the standard: 345 requirements, 70 of level 1 and 183 of level 2', () => {
    const count = (level: number) => all.filter((one) => one.level === level).length;
    expect([all.length, count(1), count(2)]).toEqual([345, 70, 183]);
  });

  it('has a row for each of levels 1 and 2, in their order and with their level', () => {
    const wanted = all.filter(({ level }) => level < 3);
    expect(rows.map(({ number, level }) => ({ number, level }))).toEqual(wanted);
    expect(text.match(/^\| \d+\.\d/gm)).toHaveLength(wanted.length);
  });

  it('says of each row one of three states, and why', () => {
    expect(rows.filter(({ state }) => !states.some((one) => one === state))).toEqual([]);
    const named = new Set([...tests, ...links].map(({ number }) => number));
    expect(rows.filter(({ number, state }) => state === 'met' && !named.has(number)).map(({ number }) => number)).toEqual([]);
    const silent = rows.filter(({ state, reason }) => state === 'open' && !/\b[Mm]issing\b/.test(reason));
    expect(silent.map(({ number }) => number)).toEqual([]);
  });

  it.each([
    ['1', [1]],
    ['2', [2]],
    ['both', [1, 2]],
  ])('adds up, for level %s', (name, levels) => {
    const own = rows.filter(({ level }) => levels.includes(level));
    const sums = states.map((state) => own.filter((row) => row.state === state).length);
    expect(text).toContain(`| ${[name, own.length, ...sums].join(' | ')} |`);
  });

  it('names tests that are there', () => {
    expect(tests.length).toBeGreaterThan(150);
    const missing = tests.filter(({ file, name }) => !existsSync(join(root, file)) || !isNamed(read(file), name));
    expect(missing.map(({ number, file, name }) => `${number}: ${file} ${name}`)).toEqual([]);
  });

  it('links to parts of documents that are there', () => {
    const missing = links.filter(({ file, anchor }) => !anchorsOf(`docs/${file}`).has(anchor));
    expect(missing.map(({ number, file, anchor }) => `${number}: ${file}#${anchor}`)).toEqual([]);
  });
});

/** Anchors of headings, as hosts of Markdown make them. */
function anchorsOf(file: string): ReadonlySet<string> {
  if (!existsSync(join(root, file))) return new Set();
  const headings = read(file).matchAll(/^#+ (.+)$/gm);
  return new Set([...headings].map(([, heading = '']) => toAnchor(heading)));
}

function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
