import { expect, test } from 'vitest';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { filterVms } from './filter-vms.ts';

const sign = {
  level: 'ok',
  word: { key: 'heartbeat.ok' },
  detail: [],
  freshness: { readAt: 0, intervalSeconds: 15, failures: 0 },
} as const;
const timed = { ...sign, detail: [] };
const vm = (name: string, level: ApiVm['level'], address: string): ApiVm => ({
  vmId: `id-${name}`,
  name,
  host: 'hv01',
  kind: 'realized',
  state: 2,
  level,
  signs: { power: timed, heartbeat: timed, services: timed, kvp: timed },
  addresses: [address],
  copies: 0,
});
const vms = [vm('Web-1', 'critical', '192.0.2.1'), vm('web-2', 'ok', '192.0.2.2'), vm('db-1', 'warning', '192.0.2.3')];
const names = (text: string, show: 'all' | 'broken' = 'all') => filterVms(vms, { text, show }).map(({ name }) => name);

test('every word must occur in name, host, id or address, in any letter case', () => {
  expect(names('')).toEqual(['Web-1', 'web-2', 'db-1']);
  expect(names('WEB')).toEqual(['Web-1', 'web-2']);
  expect(names('hv01 192.0.2.3')).toEqual(['db-1']);
  expect(names('web 192.0.2.3')).toEqual([]);
});

test('only broken ones on request', () => {
  expect(names('', 'broken')).toEqual(['Web-1', 'db-1']);
});
