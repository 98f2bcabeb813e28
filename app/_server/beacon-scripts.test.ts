import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBeaconScripts, setPublicFolder } from './beacon-scripts.ts';

const publicFolder = join(import.meta.dirname, '../../public');

test('versions and hashes are those of the files that are served', async () => {
  await expect(readBeaconScripts()).rejects.toThrow(/was not set/);
  setPublicFolder(publicFolder);
  const { shell, powershell } = await readBeaconScripts();
  for (const script of [shell, powershell]) {
    const content = readFileSync(join(publicFolder, 'beacon', script.file));
    expect(script.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(script.bytes).toBe(content.length);
  }
  expect(shell.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(powershell.version).toBe(shell.version);
});
