import { expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { target as targetSchema } from '#lib/config/schema.ts';
import { fleetTargets } from './fleet-targets.ts';
import { planScrapes } from './plan-scrapes.ts';
import { toStoredTarget, toTransportTarget } from './to-target.ts';

const ssh = targetSchema.parse({
  name: 'hv01',
  transport: 'ssh',
  address: '192.0.2.1',
  user: 'hvitals',
  keyFile: '/keys/hv01',
  labels: { site: 'north' },
  collectors: { kvp: { enabled: false }, vm: { intervalSeconds: 30 } },
});
const winrm = targetSchema.parse({ name: 'hv02', transport: 'winrm', address: 'hv02.example.com', configurationName: 'Hvitals' });

test('transports get what they need to reach a host, with every default filled in, and nothing else', () => {
  expect(toTransportTarget(ssh)).toEqual({
    name: 'hv01',
    transport: 'ssh',
    address: '192.0.2.1',
    port: 22,
    user: 'hvitals',
    keyFile: '/keys/hv01',
    knownHostsFile: undefined,
    subsystem: 'powershell',
    restricted: false,
  });
  expect(toTransportTarget(winrm)).toMatchObject({
    address: 'hv02.example.com',
    configurationName: 'Hvitals',
    useSsl: false,
    port: undefined,
  });
  expect(toTransportTarget({ name: 'here', transport: 'local', labels: { a: 'b' }, collectors: {} })).toEqual({
    name: 'here',
    transport: 'local',
  });
});

test('the app gets name, transport, address and labels, and no key file', () => {
  expect(toStoredTarget(ssh)).toEqual({ host: 'hv01', transport: 'ssh', address: '192.0.2.1', labels: { site: 'north' } });
  expect(toStoredTarget({ name: 'hv01', transport: 'simulated', labels: {}, collectors: {} }).address).toBeUndefined();
});

test('without configured targets it is this machine or the demo fleet, whose hosts say that they are simulated', () => {
  expect(fleetTargets('configured', { targets: [ssh, winrm] }, 'me', ['hv01'])).toEqual([ssh, winrm]);
  expect(fleetTargets('this-machine', { targets: [] }, 'me', ['hv01']).map(({ name, transport }) => [name, transport])).toEqual([
    ['me', 'local'],
  ]);
  expect(fleetTargets('demo', { targets: [] }, 'me', ['hv01', 'hv02']).map(({ name, transport }) => [name, transport])).toEqual([
    ['hv01', 'simulated'],
    ['hv02', 'simulated'],
  ]);
});

test('pairs follow the registry; the target wins over the file, and what is switched off is left out', () => {
  const collectors = { vm: { intervalSeconds: 60, timeoutSeconds: 9 }, heartbeat: { enabled: false } };
  const plans = planScrapes(registry, { collectors }, ssh);
  expect(plans.map(({ collector }) => collector.name)).toEqual(
    registry.map(({ name }) => name).filter((name) => name !== 'kvp' && name !== 'heartbeat'),
  );
  expect(plans[0]).toMatchObject({ intervalMs: 30_000, timeoutMs: 9_000 });
});
