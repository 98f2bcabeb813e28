import { expect, test } from 'vitest';
import {
  beaconSystems,
  copyCommand,
  discCommand,
  downloadCommand,
  installCommand,
  printCommand,
  uninstallCommand,
} from './beacon-commands.ts';

const source = { origin: 'https://hvitals.example', sha256: 'ab'.repeat(32) };

test.each(beaconSystems)('%s downloads its own script, and compares its hash', (system) => {
  const command = downloadCommand(system, source);
  expect(command).toContain(`https://hvitals.example/beacon/hvitals-beacon.${system === 'windows' ? 'ps1' : 'sh'}`);
  expect(command).toContain(source.sha256);
});

test('a download command stops where the hash is another one', () => {
  expect(downloadCommand('linux', source)).toMatch(/&& echo '\S+ \*hvitals-beacon\.sh' \| sha256sum -c$/);
  expect(downloadCommand('freebsd', source)).toMatch(/&& sha256 -c \S+ hvitals-beacon\.sh$/);
  expect(downloadCommand('windows', source)).toMatch(/-ne '\S+'\) \{ throw/);
});

test('each command is one line, for the words that the scripts know', () => {
  const commands = beaconSystems.flatMap((system) => [
    discCommand(system),
    printCommand(system),
    installCommand(system),
    uninstallCommand(system),
  ]);
  for (const command of [...commands, copyCommand('linux'), copyCommand('windows')]) expect(command).not.toMatch(/\n| {2}/);
  expect(installCommand('freebsd')).toBe('sh hvitals-beacon.sh install');
  expect(uninstallCommand('linux')).toBe('sudo sh hvitals-beacon.sh uninstall');
  expect(installCommand('windows')).toMatch(/-File hvitals-beacon\.ps1 -Install$/);
});
