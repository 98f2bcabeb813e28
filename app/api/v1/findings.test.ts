import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import type { FindingCode } from '#lib/findings/finding.ts';
import { judgeHost } from '#lib/findings/judge-host.ts';
import { judgeVm } from '#lib/findings/judge-vm.ts';
import { type FactsCase, factsOf, hostClockOf, hostFactsOf, noItems } from '#lib/findings/testdata/facts.ts';
import { apiFindings } from '#lib/model/api/findings.ts';
import { apiHosts } from '#lib/model/api/hosts.ts';
import { apiOverview } from '#lib/model/api/overview.ts';
import { apiVmDetail } from '#lib/model/api/vm-detail.ts';
import { apiVms } from '#lib/model/api/vms.ts';
import type { Json } from '#lib/model/json.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import type { StoredFinding } from '#lib/store/store.ts';
import { GET as getFindings } from './findings/route.ts';
import { GET as getHosts } from './hosts/route.ts';
import { GET as getOverview } from './overview/route.ts';
import { GET as getVm } from './vms/[vmId]/route.ts';
import { GET as getVms } from './vms/route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-findings-'));
const url = 'http://127.0.0.1/api/v1/x';
const at = Date.parse('2026-11-23T08:00:00Z');
const vmIdOf = (n: number) => parseVmId(`2a34b1c2-fd73-4043-8a5b-00000000000${n}`) as VmId;
let store: OpenStore;

/** The finding as the collectors store it. */
function stored(vm: number, code: FindingCode, way: FactsCase, parts: Partial<StoredFinding> = {}) {
  const found = judgeVm(factsOf(way)).findings.find((finding) => finding.code === code);
  if (found === undefined) throw new Error(`no ${code} in these facts`);
  const { severity, evidence, cause, fixes } = found;
  return {
    vmId: vmIdOf(vm),
    code,
    severity,
    host: 'hv01',
    since: at,
    finding: { evidence, cause, fixes } as unknown as Json,
    ...parts,
  };
}

const scrapeOf = (collector: string) => ({
  collector,
  outcome: 'ok' as const,
  reason: undefined,
  finishedAt: at,
  durationMs: 80,
  lastReadingAt: at,
  failures: 0,
  nextRunAt: at + 15_000,
  intervalSeconds: 15,
  frameBytes: 1_200,
});

beforeAll(async () => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
  store = await openStore({ file: join(folder, 'data', 'hvitals.db'), mode: 'collectors' });
  for (const [host, vms] of [
    ['hv01', [1, 2]],
    ['hv02', [3]],
  ] as const) {
    const vm = (n: number) => ({ name: `web-${n}`, kind: 'realized', state: 2, healthState: 5, operationalStatus: [2] });
    const upserts = vms.map((n) => ({ collector: 'vm', vmId: vmIdOf(n), reading: vm(n) }));
    const scrapes = ['vm', 'heartbeat', 'kvp'].map(scrapeOf);
    await store.commitTick({ host, scrapes, upserts, removals: [], changes: [], events: [], states: [], at });
  }
  const kvp = { vm: { guestOperatingSystem: 'Debian GNU/Linux 12' }, kvp: { primary: 12, ...noItems } };
  await store.commitFindings({
    upserts: [
      stored(1, 'kvp-daemon-missing', kvp),
      stored(1, 'heartbeat-lost', { heartbeat: { primary: 13 } }, { since: at - 5_000 }),
      stored(3, 'kvp-daemon-missing', kvp, { host: 'hv02', since: at - 60_000 }),
      stored(9, 'kvp-daemon-missing', kvp),
      stored(2, 'kvp-daemon-missing', kvp, { code: 'of-another-version' }),
      stored(2, 'shutdown-unavailable', { services: { shutdown: { enabled: false } } }, { finding: { evidence: 'other shape' } }),
    ],
    cleared: [],
    at,
  });
});

afterAll(async () => {
  await closeStore();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('findings come by code with their blast radius; a VM that no host lists and what cannot be read are left out', async () => {
  const { groups } = apiFindings.parse(await (await getFindings(new Request(url))).json());
  expect(groups).toMatchObject([
    { code: 'heartbeat-lost', severity: 'critical', vms: 1 },
    {
      code: 'kvp-daemon-missing',
      vms: 2,
      hosts: [
        { host: 'hv01', vms: 1 },
        { host: 'hv02', vms: 1 },
      ],
      causes: [{ cause: { key: 'finding.kvp-daemon-missing.cause' }, vms: 2 }],
      findings: [
        { vmId: vmIdOf(1), name: 'web-1', host: 'hv01', since: at },
        { vmId: vmIdOf(3), name: 'web-3', host: 'hv02', since: at - 60_000 },
      ],
    },
  ]);
});

test('a finding about a host makes the host want someone, and is told with its evidence, until it is cleared', async () => {
  const judged = judgeHost(hostFactsOf(hostClockOf(40)), { clockFollowers: 2 }).findings[0];
  if (judged === undefined) throw new Error('the host’s clock is off');
  const { code, severity, evidence, cause, fixes } = judged;
  const finding = { evidence, cause, fixes } as unknown as Json;
  await store.replaceTargets(['hv01', 'hv02'].map((host) => ({ host, transport: 'ssh', address: undefined, labels: {} })));
  await store.commitHostFindings({ upserts: [{ host: 'hv02', code, severity, since: at, finding }], cleared: [], at });
  const { hostGroups } = apiFindings.parse(await (await getFindings(new Request(url))).json());
  expect(hostGroups).toMatchObject([{ code, severity: 'warning', hosts: [{ host: 'hv02', since: at }] }]);
  expect(apiFindings.parse(await (await getFindings(new Request(`${url}?host=hv01`))).json()).hostGroups).toEqual([]);
  const hosts = async () => apiHosts.parse(await (await getHosts(new Request(url))).json()).hosts;
  const [good, bad] = await hosts();
  expect(good).toMatchObject({ host: 'hv01', sign: { level: 'ok' }, findings: [] });
  expect(bad).toMatchObject({ sign: { level: 'warning', word: { key: 'finding.host-clock-bad.title' } }, reachable: true });
  expect(bad?.findings[0]).toMatchObject({ code, evidence: evidence.map(({ message }) => ({ message })), fixes });
  const overview = apiOverview.parse(await (await getOverview(new Request(url))).json());
  expect(overview.hostFindings).toEqual(hostGroups);
  await store.commitHostFindings({ upserts: [], cleared: [{ host: 'hv02', code }], at });
  expect((await hosts())[1]).toMatchObject({ sign: { level: 'ok' }, findings: [] });
});

test('the findings of one host are asked for by its name', async () => {
  const of = async (host: string) =>
    apiFindings.parse(await (await getFindings(new Request(`${url}?host=${encodeURIComponent(host)}`))).json()).groups;
  expect((await of('hv02')).map(({ code, vms }) => [code, vms])).toEqual([['kvp-daemon-missing', 1]]);
  expect(await of("hv'; --")).toEqual([]);
});

test('a VM has its findings worst first, with the age of the readings that prove them, and is as bad as the worst', async () => {
  const answer = await getVm(new Request(url), { params: Promise.resolve({ vmId: vmIdOf(1) }) });
  const { findings, vm } = apiVmDetail.parse(await answer.json());
  expect(findings.map(({ code, since }) => [code, since])).toEqual([
    ['heartbeat-lost', at - 5_000],
    ['kvp-daemon-missing', at],
  ]);
  expect(findings[1]?.evidence[0]).toMatchObject({ collector: 'kvp', host: 'hv01', freshness: { readAt: at, failures: 0 } });
  expect(findings[1]?.fixes[0]?.commands[0]).toMatchObject({ family: 'debian', fits: true });
  expect(vm).toMatchObject({ level: 'critical', findings: ['heartbeat-lost', 'kvp-daemon-missing'] });
});

test('the list of VMs and the overview tell findings by code, and a clear shows at once', async () => {
  const codes = async () =>
    apiVms.parse(await (await getVms(new Request(url))).json()).vms.map(({ name, findings }) => [name, findings]);
  expect(await codes()).toEqual([
    ['web-1', ['heartbeat-lost', 'kvp-daemon-missing']],
    ['web-3', ['kvp-daemon-missing']],
    ['web-2', []],
  ]);
  const overview = async () => apiOverview.parse(await (await getOverview(new Request(url))).json());
  expect((await overview()).findings.map(({ code, vms }) => [code, vms])).toEqual([
    ['heartbeat-lost', 1],
    ['kvp-daemon-missing', 2],
  ]);
  await store.commitFindings({ upserts: [], cleared: [{ vmId: vmIdOf(1), code: 'heartbeat-lost' }], at });
  expect((await overview()).findings.map(({ code }) => code)).toEqual(['kvp-daemon-missing']);
  expect((await codes())[0]).toEqual(['web-1', ['kvp-daemon-missing']]);
});
