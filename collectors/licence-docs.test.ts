import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type LockFile, licencePages, renderLicences } from './licence-docs.ts';

const lockOf = (name: string, license: string | undefined, more = {}): LockFile => ({
  packages: { '': {}, [`node_modules/${name}`]: { version: '1.0.0', ...(license !== undefined && { license }), ...more } },
});

test.each([
  ['a', undefined, 'a (unknown)'],
  ['a', 'GPL-3.0-only', 'a (GPL-3.0-only)'],
  ['a', 'AGPL-3.0-or-later', 'a (AGPL-3.0-or-later)'],
  ['a', 'SEE LICENSE IN LICENSE', 'a (SEE LICENSE IN LICENSE)'],
  ['a', 'LGPL-3.0-or-later', 'a (LGPL-3.0-or-later)'],
  ['a', '(MIT AND GPL-2.0-only)', 'a ((MIT AND GPL-2.0-only))'],
  ['x/node_modules/@b/c', 'UNLICENSED', '@b/c (UNLICENSED)'],
])('%s under %s fails the check', (name, license, named) => {
  expect(() => renderLicences(lockOf(name, license))).toThrow(
    `licences that nobody has allowed, see collectors/licence-docs.ts: ${named}`,
  );
});

test('permissive licences and named exceptions pass, and what only development needs is left out', () => {
  expect(renderLicences(lockOf('a', '(MIT OR Apache-2.0)'))).toContain('| a | 1.0.0 | (MIT OR Apache-2.0) |  |');
  expect(renderLicences(lockOf('@img/sharp-libvips-x', 'LGPL-3.0-or-later', { optional: true }))).toContain(
    'some platforms only',
  );
  expect(renderLicences(lockOf('a', 'GPL-3.0-only', { dev: true }))).not.toContain('| a |');
});

test('every direct dependency of production is in the list, with the licence that its own package names', () => {
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, unknown>;
  const { dependencies } = read('../package.json') as { dependencies: Record<string, string> };
  const [page] = licencePages();
  for (const [name, version] of Object.entries(dependencies)) {
    const { license } = read(`../node_modules/${name}/package.json`);
    const shown = license === 'Apache 2.0' ? 'Apache-2.0' : license;
    expect(page?.expected).toContain(`| ${name} | ${version} | ${String(shown)} |`);
  }
});
