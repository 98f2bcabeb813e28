import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostCollectors } from '#collectors/host-module/build-host-module.ts';
import { migrationChannels } from '#collectors/migration/migration-events.ts';
import { powerChannels } from '#collectors/power/power-events.ts';
import { repositoryRoot } from '../peers/build-once.ts';

const read = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');
const page = read('docs/least-privilege.md');
const section = page.slice(page.indexOf('## Rights by collector'), page.indexOf('## WinRM'));
const rows = section.split('\n').filter((line) => /^\| `[a-z-]+` \|/.test(line));
const classes = (text: string) => [...new Set(text.match(/\b(?:Msvm|Win32|MSFT|MSCluster)_\w+|\bStdRegProv\b/g))].toSorted();

/** Classes that a collector's own scripts name; what all share stands above the table. */
const shared = classes(read('collectors/host-module/classes.ps1'));
const ownScripts: Readonly<Record<string, readonly string[]>> = {
  disk: ['collectors/disk/disk.ps1', 'collectors/host-module/disk-files.ps1'],
};
const logs: Readonly<Record<string, readonly string[]>> = {
  power: powerChannels.map(({ channel }) => channel),
  migration: migrationChannels.map(({ channel }) => channel),
};

describe('the table of rights', () => {
  test('has each collector, in the order of the module', () => {
    expect(rows.map((row) => /^\| `([\w-]+)` \|/.exec(row)?.[1])).toEqual(Object.keys(hostCollectors));
  });

  test.each(Object.keys(hostCollectors))('names the classes and logs that %s reads, and no others', (name) => {
    const reads = rows.find((row) => row.startsWith(`| \`${name}\` |`))?.split('|')[2] ?? '';
    const scripts = (ownScripts[name] ?? [`collectors/${name}/${name}.ps1`])
      .map(read)
      .join('\n')
      .replaceAll(/^\s*#.*$/gm, '');
    expect(classes(reads)).toEqual(classes(scripts));
    expect([...(reads.match(/Microsoft-Windows-[\w-]+/g) ?? [])].toSorted()).toEqual([...(logs[name] ?? [])].toSorted());
  });

  test('stands below what all of them share', () => {
    const above = section.slice(0, section.indexOf('| collector |'));
    const all = [...shared].filter((name) => name !== 'Msvm_SummaryInformation');
    expect(classes(above)).toEqual(all);
  });
});
