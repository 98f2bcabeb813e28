import { describe, expect, it } from 'vitest';
import { recordData } from '../../collectors/transport/simulated/records.ts';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import { plainSetup } from '../../collectors/transport/simulated/simulated-setup.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { scrapeHost } from '../support/scrape-host.ts';

/* The twins of collector `host`: the real scripts on the real engine over the simulated rows, and the TypeScript fleet, from one scenario. */

const now = Date.UTC(2026, 5, 1, 12);
const vm = linuxVm(testVmId(1, 1), 'web-01', now);
const { liveMigration } = plainSetup;
const clustered = {
  ...plainSetup,
  liveMigration: { ...liveMigration, smb: true, networks: [{ subnet: '192.0.2.0', prefixLength: 24, metric: 5 }] },
  rdmaAdapters: [{ name: 'SLOT 2', description: 'Fast "adapter"', enabled: true }],
  cluster: {
    name: 'CLUSTER1',
    nodes: [
      { name: 'HV01', state: 2, drainStatus: 1 },
      { name: 'HV02', state: 0, drainStatus: 0 },
    ],
  },
};

async function expectTwins(over: Partial<SimulatedHost>): Promise<unknown> {
  const host = makeHost('hv01', [vm], over);
  const { records } = await scrapeHost(host, { collectors: [{ name: 'host', timeoutMs: 10_000 }], now });
  const fleet = recordData(host, 'host', {}, now);
  expect(records.host?.outcome, records.host?.reason).toBe(fleet.outcome);
  expect(records.host?.data).toEqual(JSON.parse(JSON.stringify(fleet.data)));
  return records.host?.data;
}

const { faults } = makeHost('hv01', []);

describe('scripts and fleet send the same', { timeout: 120_000 }, () => {
  it('for a host in no cluster, which is no failure', async () => {
    expect(await expectTwins({ clockOffsetMs: 2_000 })).toMatchObject({
      clustered: false,
      cluster: null,
      networks: [],
      rdma: [],
    });
  });

  it('for a node of a cluster that is paused and drained', async () => {
    expect(await expectTwins({ setup: clustered })).toMatchObject({
      clustered: true,
      cluster: { name: 'CLUSTER1', nodes: [{ state: 2, drain: 1 }, {}] },
    });
  });

  it('without rights, without parts, and where the cluster does not answer', async () => {
    expect(await expectTwins({ rights: 'none' })).toMatchObject({
      liveMigration: null,
      networks: null,
      version: plainSetup.version,
    });
    const missing = {
      ...faults,
      missingClasses: ['MSFT_NetAdapterRdmaSettingData', 'Msvm_VirtualSystemMigrationNetworkSettingData'],
    };
    expect(await expectTwins({ faults: missing })).toMatchObject({ rdma: null, networks: null });
    const failing = {
      ...faults,
      failingClasses: { MSCluster_Node: 'The cluster does not answer', Win32_OperatingSystem: '0x80041003' },
    };
    expect(await expectTwins({ setup: clustered, faults: failing })).toMatchObject({
      clustered: null,
      cluster: null,
      version: null,
    });
  });
});
