import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { enBeacon } from '#lib/i18n/en-beacon.ts';
import { enBeacons } from '#lib/i18n/en-beacons.ts';
import { enClocks } from '#lib/i18n/en-clocks.ts';
import { enCodes } from '#lib/i18n/en-codes.ts';
import { enDisks } from '#lib/i18n/en-disks.ts';
import { enMigrations } from '#lib/i18n/en-migrations.ts';
import { enPages } from '#lib/i18n/en-pages.ts';
import { enShell } from '#lib/i18n/en-shell.ts';
import { enSigns } from '#lib/i18n/en-signs.ts';
import { enStates } from '#lib/i18n/en-states.ts';
import { enTables } from '#lib/i18n/en-tables.ts';
import { enWall } from '#lib/i18n/en-wall.ts';

const root = join(import.meta.dirname, '..');
const files = globSync(['app/**/*.tsx'], { cwd: root });
const parse = (file: string, text: string) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const spokenAttributes = new Set(['title', 'alt', 'placeholder', 'label', 'aria-label', 'aria-description', 'caption']);

/** Words in markup that are not from the catalogue: JSX text, literals as children, and literals in attributes that people see or hear. */
function wordsOutsideCatalogue(source: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const look = (text: string) => {
    if (/\p{L}{2}/u.test(text)) found.push(text.trim());
  };
  const literal = (node: ts.Node | undefined): string => {
    if (node === undefined) return '';
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ');
    return '';
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) look(node.text);
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) look(literal(node.expression));
    if (ts.isJsxAttribute(node) && spokenAttributes.has(node.name.getText())) {
      const value = node.initializer;
      look(literal(value !== undefined && ts.isJsxExpression(value) ? value.expression : value));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Next demands that error pages are client files under names of its own. */
const isErrorPage = (file: string) => /(^|\/)(global-)?error\.tsx$/.test(file);
const isClient = (text: string) => /^\s*'use client';/.test(text);

test('there are pages to look at', () => {
  expect(files.length).toBeGreaterThan(20);
});

describe.each(files)('%s', (file) => {
  test('says nothing that is not in the message catalogue', () => {
    expect(wordsOutsideCatalogue(parse(file, read(file)))).toEqual([]);
  });

  test('is named .client.tsx if and only if the browser runs it', () => {
    expect(isClient(read(file))).toBe(file.endsWith('.client.tsx') || isErrorPage(file));
  });

  test('never puts raw markup on a page', () => {
    expect(read(file)).not.toMatch(/dangerouslySetInnerHTML|innerHTML/);
  });
});

test('planted words are found', () => {
  const planted = `const x = <p title="Hello there">Plain words {\`and \${name} more\`} {"again"}</p>;`;
  expect(wordsOutsideCatalogue(parse('x.tsx', planted))).toEqual(['Hello there', 'Plain words', 'and   more', 'again']);
});

test('only app/_components imports Tremor', () => {
  const importers = files.filter((file) => read(file).includes('@tremor/react'));
  expect(importers.length).toBeGreaterThan(0);
  expect(importers.filter((file) => !file.startsWith('app/_components/'))).toEqual([]);
});

test('every message of pages, signs and codes is used somewhere', () => {
  const all = globSync(['app/**/*.{ts,tsx}', 'lib/{derive,findings,format,guest-support}/**/*.ts'], { cwd: root })
    .filter((file) => !file.includes('.test.'))
    .map(read)
    .join('\n');
  const families = [...all.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map((match) => `${match[1]}.`);
  const codeFamilies = ['state.', 'health.', 'status.', 'operation.', 'replication.'];
  const unused = Object.keys({
    ...enBeacon,
    ...enCodes,
    ...enSigns,
    ...enPages,
    ...enShell,
    ...enStates,
    ...enTables,
    ...enWall,
    ...enClocks,
    ...enBeacons,
    ...enMigrations,
    ...enDisks,
  }).filter((key) => !all.includes(`'${key}'`) && ![...families, ...codeFamilies].some((family) => key.startsWith(family)));
  expect(unused).toEqual([]);
});
