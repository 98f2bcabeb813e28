import { afterEach, expect, test } from 'vitest';
import type { SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { cleanUp, rigFor, seriesValue, start, targetsOf } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { drive, scsiController, vhdx } from '../../e2e/support/make-storage.ts';

afterEach(cleanUp);

const gib = 1_073_741_824;
const vmId = testVmId(1, 1);
const controller = scsiController(1);

/** A guest whose one disk has these sizes on the host, in its kernel, and in its filesystem. */
function vmWith(hostGib: number, kernelGib: number, filesystemGib: number): SimulatedVm {
  const file = vhdx('C:\\VMs\\web.vhdx', { virtualBytes: hostGib * gib, writtenAt: start - 86_400_000 + hostGib });
  return linuxVm(vmId, 'web', start, {
    storage: { controllers: [controller], drives: [drive(0, [file])] },
    beacon: {
      system: 'linux',
      version: '1.0',
      intervalSeconds: 30,
      startedAt: start - 7_200_000,
      clock: {
        ...{ daemon: 'chrony', source: 'ntp', reference: 'ntp.example', offsetMs: 0.1, frequencyPpm: 1, stratum: 3 },
        ...{ rootDelaySeconds: 0.01, rootDispersionSeconds: 0.001, hostSamples: 'never', clocksource: 'tsc' },
      },
      disks: [{ device: 'sda', sizeBytes: kernelGib * gib, controllerId: controller.guid, lun: 0 }],
      filesystems: [
        { mount: '/srv', device: '/dev/sda1', type: 'ext4', sizeBytes: filesystemGib * gib, usedBytes: gib, disk: 'sda' },
      ],
      daemons: { kvp: true, vss: true, fcopy: false },
      modules: [],
      kernel: '6.1.0',
      seesHost: true,
    },
  });
}

test('a disk grows on the host, then in the kernel, then its filesystem: each is told once, and each finding goes again', async () => {
  const { daemon, clock, store, fleet, scrape } = await rigFor([makeHost('hv01', [vmWith(40, 40, 39)])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(400_000);
  const codes = async () => (await store.listFindings()).map(({ code }) => code);
  const kinds = async () => (await store.listEvents({ limit: 100 })).map(({ kind }) => kind).toSorted();
  const size = async () =>
    seriesValue(await scrape(), `hvitals_vm_disk_virtual_bytes{vm_id="${vmId}",vm="web",controller="scsi-0",location="0"`);
  expect([await codes(), await kinds(), await size()]).toEqual([[], [], 40 * gib]);

  fleet.set(makeHost('hv01', [vmWith(60, 40, 39)]));
  await clock.advance(400_000);
  expect([await codes(), await kinds(), await size()]).toEqual([['guest-disk-smaller'], ['disk-resized'], 60 * gib]);

  fleet.set(makeHost('hv01', [vmWith(60, 60, 39)]));
  await clock.advance(400_000);
  expect([await codes(), await kinds()]).toEqual([['filesystem-not-grown'], ['disk-resized', 'guest-disk-resized']]);

  fleet.set(makeHost('hv01', [vmWith(60, 60, 59)]));
  await clock.advance(400_000);
  expect([await codes(), await kinds()]).toEqual([[], ['disk-resized', 'filesystem-resized', 'guest-disk-resized']]);
});

test('scrapes of disks on which nothing happened write no reading', async () => {
  const { daemon, clock, store } = await rigFor([makeHost('hv01', [vmWith(40, 40, 39)])]);
  await daemon.apply({ collectors: {} }, targetsOf('hv01'));
  await clock.advance(400_000);
  const [before] = await store.listReadings({ vmId, collector: 'disk' });
  await clock.advance(1_200_000);
  const [after] = await store.listReadings({ vmId, collector: 'disk' });
  expect(after).toEqual(before);
  expect(before?.reading).toMatchObject({ disks: [{ path: 'C:\\VMs\\web.vhdx' }] });
});
