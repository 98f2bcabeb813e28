import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/catalogue.ts';
import type { BeaconFilesystem } from '../model/readings/beacon.ts';
import { type Finding, findingCodes, severityOf } from './finding.ts';
import { type HostFinding, hostFindingCodes } from './host-finding.ts';
import { judgeHost } from './judge-host.ts';
import { judgeVm } from './judge-vm.ts';
import { disksCase, filesystem, guestDisk, hostDisk } from './testdata/disks.ts';
import {
  beaconOf,
  type FactsCase,
  factsOf,
  failedMigration,
  hostClockOf,
  hostFactsOf,
  noItems,
  standing,
  stoppedBy,
} from './testdata/facts.ts';

const folder = fileURLToPath(new URL('../../docs/findings/', import.meta.url));
const text = (name: string) => readFileSync(`${folder}${name}.md`, 'utf8');
const has = (key: string) => Object.hasOwn(en, key);

/** A guest whose disk of 60 GiB holds one smaller filesystem. */
const grownCase = (system: 'linux' | 'freebsd' | 'windows', device: string, on: BeaconFilesystem) =>
  disksCase([hostDisk(1, 60)], { disks: [guestDisk(device, 1, 60)], filesystems: [on], system });

/** Facts that lead to every finding by every way that it has. */
const ways: readonly FactsCase[] = [
  { facts: { contested: ['hv01', 'hv02'], runsTwice: 'yes' } },
  { heartbeat: { primary: 13 } },
  { kvp: { primary: 12, ...noItems } },
  { services: { shutdown: { enabled: false } } },
  { services: { shutdown: { enabled: true, primary: 12 } } },
  { services: { shutdown: { enabled: true, primary: 12 } }, power: stoppedBy('turned-off') },
  { vm: { state: 3 }, power: stoppedBy('turned-off') },
  { vm: { state: 3 }, power: stoppedBy('guest-crashed', { codes: ['0x0', '0x8100000606570000'], linuxPanic: true }) },
  { power: stoppedBy('guest-crashed', { codes: ['0x79'] }) },
  { power: stoppedBy('triple-fault') },
  { vm: { state: 3 }, power: stoppedBy('stopped-critical') },
  { vm: { state: 3 }, power: stoppedBy('worker-died') },
  { migration: failedMigration({ eventId: 21_024, code: 32_768, reason: 'no', destination: 'HV02' }) },
  { migration: failedMigration({ refused: true }) },
  { services: { vss: { enabled: true, primary: 12 } } },
  { services: { vss: { enabled: true, primary: 12 } }, beacon: beaconOf({}, { daemons: { vss: false, modules: [] } }) },
  { services: { 'guest-service-interface': { enabled: true, primary: 13 } } },
  {
    services: { 'guest-service-interface': { enabled: true, primary: 13 } },
    beacon: beaconOf({}, { daemons: { fcopy: false, modules: [] } }),
  },
  { beacon: beaconOf({}), timing: { beacon: standing } },
  { kvp: { problems: ['control-characters'] }, beacon: beaconOf({}, { problems: ['sequence-backwards'] }) },
  { beacon: beaconOf({ offsetSeconds: 40 }, { writtenAt: 40_000 }), hostClock: hostClockOf(0) },
  { beacon: beaconOf({ daemon: undefined, daemons: [], source: undefined }, { writtenAt: -900_000 }) },
  { beacon: beaconOf({ offsetSeconds: 0 }, { writtenAt: -900_000 }), hostClock: hostClockOf(0) },
  { beacon: beaconOf({ synchronised: false }), services: { 'time-synchronization': { enabled: false } } },
  { beacon: beaconOf({ daemon: undefined, daemons: [], source: undefined, synchronised: undefined }) },
  { beacon: beaconOf({ daemons: ['chrony', 'ntpd'] }) },
  { beacon: beaconOf({ daemon: 'w32time', daemons: ['w32time'], hostSamples: 'every' }) },
  { beacon: beaconOf({ hostSamples: 'every' }) },
  { beacon: beaconOf({ daemon: 'ntpd', daemons: ['ntpd'], hostSamples: 'large' }), hostClock: hostClockOf(0.5) },
  disksCase([hostDisk(1, 60)], { disks: [guestDisk('sdb', 1, 40)] }),
  disksCase([hostDisk(1, 60)], { disks: [guestDisk('da1', 1, 40)], system: 'freebsd' }),
  disksCase([hostDisk(1, 60)], { disks: [guestDisk('PhysicalDrive1', 1, 40)], system: 'windows' }),
  ...['ext4', 'xfs', 'btrfs'].map((type) => grownCase('linux', 'sdb', filesystem('/srv', '/dev/sdb1', 40, { type }))),
  grownCase('freebsd', 'da1', filesystem('/data', '/dev/da1p1', 40, { type: 'ufs' })),
  grownCase('windows', 'PhysicalDrive1', filesystem('D:\\', 'D:', 40, { type: 'NTFS', disk: 'PhysicalDrive1' })),
];
const hostWays = [
  judgeHost(hostFactsOf(hostClockOf(40)), { clockFollowers: 3 }),
  judgeHost(hostFactsOf({ ...hostClockOf(0), servers: [], w32time: { offsetMagnitudeSeconds: 400 } }), { clockFollowers: 0 }),
];
const examples = ways.flatMap((way) => judgeVm(factsOf(way)).findings);
const hostExamples = hostWays.flatMap(({ findings }) => findings);
const of = (code: string): readonly (Finding | HostFinding)[] =>
  [...examples, ...hostExamples].filter((finding) => finding.code === code);
const allCodes = [...findingCodes, ...hostFindingCodes] as const;
const severityText = (code: (typeof allCodes)[number]) =>
  code === 'host-clock-bad' ? 'warning, critical beyond five minutes' : severityOf[code];

describe.each(allCodes)('the finding %s', (code) => {
  it('is found in at least one way that the tests know', () => {
    expect(of(code).length).toBeGreaterThan(0);
  });

  it('has a title, and messages for its evidence, cause and fixes', () => {
    expect(has(`finding.${code}.title`)).toBe(true);
    for (const { evidence, cause, fixes } of of(code)) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(fixes.length).toBeGreaterThan(0);
      const messages = [cause, ...evidence.map(({ message }) => message), ...fixes.map(({ message }) => message)];
      for (const { key } of messages) {
        expect(key.startsWith(`finding.${code}.`)).toBe(true);
        expect(has(key), key).toBe(true);
      }
    }
  });

  it('has a page with its severity, its title and all parts', () => {
    const page = text(code);
    expect(page).toContain(`# \`${code}\``);
    const title = (en as Record<string, unknown>)[`finding.${code}.title`];
    expect(page).toContain(`Severity: ${severityText(code)}. Title: ${title}.`);
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What it means', 'Evidence', 'Cause', 'Fix', 'Commands', 'Sources', 'Unverified']);
  });

  it('has on its page every command that it shows, and every collector that proves it', () => {
    const page = text(code).replaceAll('\\|', '|');
    for (const found of of(code)) {
      const { evidence, fixes } = found;
      for (const { collector } of evidence) expect(page).toContain(`\`${collector}\``);
      for (const { text: command } of fixes.flatMap(({ commands }) => commands)) {
        expect(page).toContain('vmId' in found ? command.replaceAll(found.vmId, '<vm id>') : command);
      }
    }
  });

  it('is in the list of all findings', () => {
    expect(text('README')).toContain(`| [\`${code}\`](${code}.md) | ${severityText(code)} |`);
  });
});

it('no page is left of a finding that is no more', () => {
  expect(existsSync(folder)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual([...allCodes.map((code) => `${code}.md`), 'README.md'].sort());
});

it('every message of a finding in the catalogue belongs to a code', () => {
  const keys = Object.keys(en).filter((key) => key.startsWith('finding.'));
  expect(keys.filter((key) => !allCodes.some((code) => key.startsWith(`finding.${code}.`)))).toEqual([]);
});
