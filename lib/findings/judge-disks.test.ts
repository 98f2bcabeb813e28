import { describe, expect, test } from 'vitest';
import { vmDisks } from '../derive/vm-disks.ts';
import { judgeVm } from './judge-vm.ts';
import { controllerId, disksCase, filesystem, guestDisk, hostDisk } from './testdata/disks.ts';
import { type FactsCase, factsOf, readAt, standing } from './testdata/facts.ts';

const smaller = 'guest-disk-smaller';
const notGrown = 'filesystem-not-grown';
const findingsOf = (change: FactsCase) => judgeVm(factsOf(change)).findings;
const codesOf = (change: FactsCase) => findingsOf(change).map(({ code }) => code);
const commandsOf = (change: FactsCase) =>
  findingsOf(change).flatMap(({ fixes }) => fixes.flatMap(({ commands }) => commands.map(({ text }) => text)));

const other = '5c510000-0000-4000-8000-000000000002';
const grown = disksCase([hostDisk(1, 60)], { disks: [guestDisk('sdb', 1, 40)] });

const cases: readonly (readonly [string, FactsCase, readonly string[]])[] = [
  ['both sides agree', disksCase([hostDisk(0, 40)], { disks: [guestDisk('sda', 0, 40)] }), []],
  ['grown on the host alone', grown, [smaller]],
  ['the same on FreeBSD', disksCase([hostDisk(1, 60)], { disks: [guestDisk('da1', 1, 40)], system: 'freebsd' }), [smaller]],
  [
    'a size in whole cylinders, as Windows gives it',
    disksCase([hostDisk(1, 60)], { disks: [guestDisk('PhysicalDrive1', 1, 60 - 0.0076)], system: 'windows' }),
    [],
  ],
  ['larger in the guest: the host was read before', disksCase([hostDisk(1, 40)], { disks: [guestDisk('sdb', 1, 60)] }), []],
  [
    'the guest probed its controllers the other way round',
    disksCase([hostDisk(0, 40), hostDisk(0, 60, { controllerId: other, controllerNumber: 1 })], {
      disks: [guestDisk('sda', 0, 60, { controllerId: other }), guestDisk('sdb', 0, 40)],
    }),
    [],
  ],
  ['IDE, which no guest can place', disksCase([hostDisk(0, 60, { controller: 'ide' })], { disks: [] }), []],
  [
    'a guest that names one place twice proves nothing',
    disksCase([hostDisk(1, 60)], { disks: [guestDisk('sdb', 1, 40), guestDisk('sdc', 1, 60)] }),
    [],
  ],
  ['a disk of unknown size', disksCase([hostDisk(1, 60, { virtualBytes: undefined })], { disks: [guestDisk('sdb', 1, 40)] }), []],
  [
    'whole disk, grown',
    disksCase([hostDisk(1, 60)], {
      disks: [guestDisk('sdb', 1, 60)],
      filesystems: [filesystem('/srv', '/dev/sdb', 40, { disk: 'sdb' })],
    }),
    [notGrown],
  ],
  [
    'one partition, grown',
    disksCase([hostDisk(1, 60)], { disks: [guestDisk('sdb', 1, 60)], filesystems: [filesystem('/srv', '/dev/sdb1', 40)] }),
    [notGrown],
  ],
  [
    'one partition, within what metadata takes',
    disksCase([hostDisk(1, 60)], { disks: [guestDisk('sdb', 1, 60)], filesystems: [filesystem('/srv', '/dev/sdb1', 58)] }),
    [],
  ],
  [
    'a system disk with EFI, /boot and swap',
    disksCase([hostDisk(0, 40)], {
      disks: [guestDisk('sda', 0, 40)],
      filesystems: [
        filesystem('/boot/efi', '/dev/sda1', 0.5, { type: 'vfat' }),
        filesystem('/boot', '/dev/sda2', 1),
        filesystem('/', '/dev/sda3', 30),
      ],
    }),
    [],
  ],
  [
    'a system disk, grown',
    disksCase([hostDisk(0, 80)], {
      disks: [guestDisk('sda', 0, 80)],
      filesystems: [filesystem('/', '/dev/sda1', 38), filesystem('/boot/efi', '/dev/sda15', 0.1, { type: 'vfat' })],
    }),
    [notGrown],
  ],
  [
    'LVM may keep space on purpose',
    disksCase([hostDisk(1, 60)], {
      disks: [guestDisk('sdb', 1, 60)],
      filesystems: [filesystem('/srv', '/dev/mapper/vg-srv', 20, { disk: 'sdb' })],
    }),
    [],
  ],
  [
    'ZFS grows by its pool',
    disksCase([hostDisk(1, 60)], {
      disks: [guestDisk('da1', 1, 60)],
      filesystems: [filesystem('/data', 'tank/data', 20, { disk: 'da1', type: 'zfs' })],
      system: 'freebsd',
    }),
    [],
  ],
  [
    'a slice of FreeBSD holds partitions of its own',
    disksCase([hostDisk(1, 60)], {
      disks: [guestDisk('da1', 1, 60)],
      filesystems: [filesystem('/data', '/dev/da1s1a', 20, { disk: 'da1', type: 'ufs' })],
      system: 'freebsd',
    }),
    [],
  ],
  [
    'a filesystem of which the guest does not say where it lies',
    disksCase([hostDisk(1, 60)], {
      disks: [guestDisk('sdb', 1, 60)],
      filesystems: [filesystem('/srv', '/dev/sdb1', 20, { disk: undefined })],
    }),
    [],
  ],
  [
    'grown on the host, and the filesystem behind as well: one thing first',
    disksCase([hostDisk(1, 100)], { disks: [guestDisk('sdb', 1, 60)], filesystems: [filesystem('/srv', '/dev/sdb1', 20)] }),
    [smaller],
  ],
];

test.each(cases)('%s', (_, change, codes) => {
  expect(codesOf(change)).toEqual(codes);
});

describe('what is not known now', () => {
  test('a beacon that stands still decides nothing', () => {
    const judged = judgeVm(factsOf({ ...grown, timing: { beacon: standing } }));
    expect(judged.undecided).toContain(smaller);
    expect(judged.findings.map(({ code }) => code)).not.toContain(smaller);
  });

  test('a beacon from before the host was read decides nothing either', () => {
    const timing = { beacon: { changedAt: readAt - 60_000 }, disk: { changedAt: readAt - 10_000 } };
    expect(judgeVm(factsOf({ ...grown, timing })).undecided).toContain(smaller);
  });

  test('neither does a host whose disks cannot be read', () => {
    expect(judgeVm(factsOf({ ...grown, failures: { disk: 1 } })).undecided).toContain(smaller);
  });

  test('a guest without a beacon has no finding', () => {
    expect(codesOf({ disk: { disks: [hostDisk(1, 60)] } })).toEqual([]);
  });
});

describe('commands', () => {
  const withNames = (device: string, mount: string, type = 'ext4') =>
    disksCase([hostDisk(1, 60)], {
      disks: [guestDisk(device, 1, 60)],
      filesystems: [{ mount, device: `/dev/${device}1`, type, sizeBytes: 40 * 1_073_741_824, disk: device }],
    });

  test.each([
    ['ext4', ['sudo growpart /dev/sdb 1', 'sudo resize2fs /dev/sdb1']],
    ['xfs', ['sudo growpart /dev/sdb 1', 'sudo xfs_growfs /srv']],
    ['btrfs', ['sudo growpart /dev/sdb 1', 'sudo btrfs filesystem resize max /srv']],
  ])('grow %s', (type, texts) => {
    expect(commandsOf(withNames('sdb', '/srv', type))).toEqual(texts);
  });

  test.each(['sda;reboot', '$(reboot)', 'sdb\n', '../sda', 'SDA', 'sd a'])('%j is no name of a device', (device) => {
    const texts = commandsOf(disksCase([hostDisk(1, 60)], { disks: [guestDisk(device, 1, 40)] }));
    expect(texts[0]).toBe('echo 1 | sudo tee /sys/class/block/DISK/device/rescan');
    expect(texts.join()).not.toContain(device);
  });

  test.each(['/srv; reboot', '/$(reboot)', '/a/../b', '/-x', '/srv\n', '//'])('%j is no place of a filesystem', (mount) => {
    const texts = commandsOf(withNames('sdb', mount, 'xfs'));
    expect(texts).toEqual(['sudo growpart /dev/sdb 1', 'sudo xfs_growfs MOUNT_POINT']);
  });
});

describe('the join', () => {
  const joined = (change: FactsCase) => vmDisks(factsOf(change));
  const reasons = (change: FactsCase) => joined(change)?.disks.map(({ unmatched }) => unmatched);

  test('says why a disk stands on one side only', () => {
    const host = [hostDisk(0, 40, { controller: 'ide', controllerId: undefined }), hostDisk(1, 40), hostDisk(2, 40)];
    const disks = [
      guestDisk('sda', 0, 40, { controllerId: undefined, lun: undefined }),
      guestDisk('sdb', 1, 40),
      guestDisk('sdc', 7, 40),
    ];
    expect(reasons(disksCase(host, { disks }))).toEqual(['ide', undefined, 'not-reported', 'no-place', 'not-on-host']);
    expect(reasons({ disk: { disks: host } })).toEqual(['no-beacon', 'no-beacon', 'no-beacon']);
    const twice = disksCase([hostDisk(1, 40)], { disks: [guestDisk('sdb', 1, 40), guestDisk('sdc', 1, 40)] });
    expect(reasons(twice)).toEqual(['twice', 'twice', 'twice']);
  });

  test('gives each disk its filesystems, and keeps those that lie on none', () => {
    const filesystems = [filesystem('/', '/dev/sda2', 38), filesystem('/pool', 'tank', 10, { disk: undefined })];
    const result = joined(disksCase([hostDisk(0, 40)], { disks: [guestDisk('sda', 0, 40)], filesystems }));
    expect(result?.disks[0]?.filesystems.map(({ mount }) => mount)).toEqual(['/']);
    expect(result?.loose.map(({ mount }) => mount)).toEqual(['/pool']);
    expect(result?.disks[0]?.host?.controllerId).toBe(controllerId);
  });

  test('is nothing where neither side was read', () => {
    expect(joined({})).toBeUndefined();
  });
});
