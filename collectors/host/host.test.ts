import { describe, expect, it } from 'vitest';
import { recordData } from '#collectors/transport/simulated/records.ts';
import { plainSetup, type SimulatedHostSetup } from '#collectors/transport/simulated/simulated-setup.ts';
import type { HostReading } from '#lib/model/readings/host.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { host } from './host.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
const context = { hostTime: now, now, state: undefined, previous: new Map<VmId, never>() };

function read(data: unknown): HostReading {
  const result = host.parse(data, context);
  if (!result.ok || result.host === undefined) throw new Error('no reading');
  return result.host;
}

const recordOf = (setup: Partial<SimulatedHostSetup>) =>
  recordData(makeHost('hv01', [], { setup: { ...plainSetup, ...setup } }), 'host', {}, now).data as object;
const { liveMigration } = plainSetup;
const withMigration = (over: Partial<SimulatedHostSetup['liveMigration']>) =>
  read(recordOf({ liveMigration: { ...liveMigration, ...over } }));
const clusterWith = (state: number, drainStatus: number) => ({
  cluster: {
    name: 'C',
    nodes: [
      { name: 'hv01', state, drainStatus },
      { name: 'HV02', state: 0, drainStatus: 0 },
    ],
  },
});

describe('the network of live migrations', () => {
  it.each([
    [true, true, 'smb'],
    [true, false, 'smb'],
    [false, true, 'compression'],
    [false, false, 'tcp'],
  ])('with SMB %s and compression %s it is %s', (smb, compression, network) => {
    expect(withMigration({ smb, compression }).liveMigration?.network).toBe(network);
  });

  it('is not guessed from half of the word', () => {
    const data = { ...recordOf({}), liveMigration: { enabled: true, smb: null, compression: true } };
    expect(read(data).liveMigration).toEqual({ enabled: true, network: 'unknown', authentication: 'unknown', networks: [] });
  });

  it('may be any where no subnet is named, the preferred one first where some are', () => {
    expect(withMigration({}).liveMigration?.networks).toEqual([]);
    const networks = [
      { subnet: 'b', prefixLength: 24, metric: 9 },
      { subnet: 'a', prefixLength: 24, metric: 1 },
    ];
    expect(withMigration({ networks }).liveMigration?.networks?.map(({ subnet }) => subnet)).toEqual(['a', 'b']);
  });
});

describe('the cluster', () => {
  it('is null for a host in none, absent where it is not known', () => {
    expect(read(recordOf({})).cluster).toBeNull();
    expect(read({ ...recordOf({}), clustered: null })).not.toHaveProperty('cluster');
  });

  it.each([
    [0, 0, { state: 'up', drain: 'none' }],
    [1, 0, { state: 'down', drain: 'none' }],
    [2, 1, { state: 'paused', drain: 'in-progress' }],
    [3, 2, { state: 'joining', drain: 'done' }],
    [4_294_967_295, 3, { state: 'unknown', drain: 'failed' }],
    [-1, 9, { state: 'unknown', drain: 'unknown' }],
  ])('reads state %i and drain %i of its own node, in any letter case', (state, drain, node) => {
    expect(read(recordOf(clusterWith(state, drain))).cluster?.node).toEqual(node);
  });

  it('has no node of its own where none has its name', () => {
    const cluster = { name: 'C', nodes: [{ name: 'hv011', state: 0, drainStatus: 0 }] };
    expect(read(recordOf({ cluster })).cluster).toEqual({ name: 'C', nodes: [{ name: 'hv011', state: 'up', drain: 'none' }] });
  });
});

describe('readiness', () => {
  const rdma = (enabled: boolean) => [{ name: 'a', description: 'b', enabled }];
  it.each<[string, Partial<SimulatedHostSetup>, HostReading['readiness']]>([
    ['a plain host', {}, { ready: true, obstacles: [] }],
    ['switched off', { liveMigration: { ...liveMigration, enabled: false } }, { ready: false, obstacles: ['disabled'] }],
    ['CredSSP', { liveMigration: { ...liveMigration, authentication: 0 } }, { ready: true, obstacles: ['credssp'] }],
    [
      'SMB, RDMA off',
      { liveMigration: { ...liveMigration, smb: true }, rdmaAdapters: rdma(false) },
      { ready: true, obstacles: ['smb-without-rdma'] },
    ],
    [
      'SMB, RDMA on',
      { liveMigration: { ...liveMigration, smb: true }, rdmaAdapters: rdma(true) },
      { ready: true, obstacles: [] },
    ],
    ['a node that is up', clusterWith(0, 0), { ready: true, obstacles: [] }],
    ['a node that is paused and drained', clusterWith(2, 1), { ready: false, obstacles: ['node-paused', 'node-draining'] }],
    ['a node that is down', clusterWith(1, 0), { ready: false, obstacles: ['node-down'] }],
  ])('of %s', (_name, setup, readiness) => {
    expect(read(recordOf(setup)).readiness).toEqual(readiness);
  });

  it('is not known without the word of Hyper-V, and has no series then', () => {
    const reading = read({ ...recordOf({}), liveMigration: null, networks: null });
    expect(reading.readiness).toEqual({ ready: false, obstacles: ['unknown'] });
    expect(host.hostSamples?.(reading, 'hv01').map(({ metric }) => metric)).not.toContain('hvitals_host_live_migration_ready');
  });
});

describe('memory', () => {
  it('that is free moves in steps of a fiftieth, so that a little more or less is no change', () => {
    const memoryBytes = 100 * 1_048_576;
    const free = (megabytes: number) => read(recordOf({ memoryBytes, freeMemoryBytes: megabytes * 1_048_576 })).freeMemoryBytes;
    expect([free(50), free(50.4), free(51.5), free(0), free(100)].map((bytes) => (bytes ?? 0) / 1_048_576)).toEqual([
      50, 50, 52, 0, 100,
    ]);
  });

  it('and version and start are left out where Windows did not say', () => {
    const silent = { version: null, build: null, bootedAt: null, memoryKb: null, freeMemoryKb: null };
    const reading = read({ ...recordOf({}), ...silent });
    for (const name of ['version', 'build', 'bootedAt', 'memoryBytes', 'freeMemoryBytes'])
      expect(reading).not.toHaveProperty(name);
  });
});

it('says which rows were left out', () => {
  const result = host.parse({ ...recordOf({}), rdma: [{ name: 'x' }], networks: [{}, {}] }, context);
  expect(result.ok && result.partialReason).toBe('Left out: 2 rows of networks, 1 rows of rdma.');
});
