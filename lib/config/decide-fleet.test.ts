import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decideFleet, isHyperVHost } from './decide-fleet.ts';
import { config } from './schema.ts';

const none = config.parse({});
const one = config.parse({ targets: [{ name: 'hv01', transport: 'local' }] });

it('targets of the file win, then this machine, then the demo fleet', () => {
  expect(decideFleet(one, true)).toBe('configured');
  expect(decideFleet(one, false)).toBe('configured');
  expect(decideFleet(none, true)).toBe('this-machine');
  expect(decideFleet(none, false)).toBe('demo');
});

it('a Hyper-V host is a Windows machine with the management service in System32', () => {
  const windows = mkdtempSync(join(tmpdir(), 'hvitals-windows-'));
  const env = { SystemRoot: windows };
  expect(isHyperVHost('win32', env)).toBe(false);
  mkdirSync(join(windows, 'System32'));
  writeFileSync(join(windows, 'System32', 'vmms.exe'), '');
  expect(isHyperVHost('win32', env)).toBe(true);
  expect(isHyperVHost('linux', env)).toBe(false);
  rmSync(windows, { recursive: true });
});
