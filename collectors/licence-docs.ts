import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { GeneratedFile } from './metric-docs.ts';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().default(false),
      /** Needed by development, and offered by a package of production, such as for its types. */
      devOptional: z.boolean().default(false),
      optional: z.boolean().default(false),
    }),
  ),
});
export type LockFile = z.input<typeof lockFile>;

interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly optional: boolean;
}

/** Licences that ask for nothing but that their text stays with the package. */
const permissive = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0']);

/** Others, for these packages alone, and why that is right. */
const exceptions: readonly { readonly name: RegExp; readonly licence: string; readonly why: string }[] = [
  {
    name: /^@img\/sharp-/,
    licence: 'LGPL-3.0-or-later',
    why: 'an optional package of Next for pictures, which no page of hvitals uses: unchanged, a library of its own, and it may be left out',
  },
  { name: /^caniuse-lite$/, licence: 'CC-BY-4.0', why: 'data about browsers, by caniuse.com' },
];

/** Spellings of licences that are no SPDX identifiers. */
const spellings = new Map([['Apache 2.0', 'Apache-2.0']]);

/** docs/licences.md, as it is and as it should be. Throws where a package of production has a licence that nobody has allowed. */
export function licencePages(): readonly GeneratedFile[] {
  const path = 'docs/licences.md';
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as LockFile;
  return [{ path, file, current: existsSync(file) ? readFileSync(file, 'utf8') : '', expected: renderLicences(lock) }];
}

/** The page of licences of a lock file. Throws naming each package whose licence is unknown or not allowed. Pure. */
export function renderLicences(lock: LockFile): string {
  const packages = toPackages(lock);
  const refused = packages.filter((one) => partsOf(one.licence).some((part) => !isAllowed(one.name, part)));
  if (refused.length > 0) {
    const named = refused.map(({ name, licence }) => `${name} (${licence === '' ? 'unknown' : licence})`).join(', ');
    throw new Error(`licences that nobody has allowed, see collectors/licence-docs.ts: ${named}`);
  }
  const rows = packages.map(({ name, version, licence, optional }) => {
    return `| ${name} | ${version} | ${licence} | ${optional ? 'some platforms only' : ''} |`;
  });
  const reasons = exceptions.map(({ name, licence, why }) => `- ${licence} (\`${name.source.replaceAll('\\', '')}\`): ${why}.`);
  return [
    '# Licences of what runs in production',
    '',
    'Made from `package-lock.json` by `npm run docs`; packages that only development needs are not here. The text of each licence lies in the',
    'package, below `node_modules`. A licence that is neither in the list of `collectors/licence-docs.ts` nor an exception there fails the check.',
    '',
    'Exceptions:',
    '',
    ...reasons,
    '',
    '| package | version | licence | |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function toPackages(lock: LockFile): readonly Package[] {
  const all = Object.entries(lockFile.parse(lock).packages).flatMap(
    ([path, { version = '', license = '', dev, devOptional, optional }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return path === '' || dev || devOptional ? [] : [{ name, version, licence: spellings.get(license) ?? license, optional }];
    },
  );
  const byKey = new Map(all.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byKey.values()].toSorted((a, b) => compare(`${a.name}@${a.version}`, `${b.name}@${b.version}`));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every licence of an SPDX expression: all must be allowed, also those that one may choose between. */
function partsOf(licence: string): readonly string[] {
  return licence
    .replaceAll(/[()]/g, ' ')
    .split(/\s+(?:AND|OR)\s+/)
    .map((part) => part.trim());
}

function isAllowed(name: string, licence: string): boolean {
  return permissive.has(licence) || exceptions.some((one) => one.name.test(name) && one.licence === licence);
}
