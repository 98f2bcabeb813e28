import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadShippedRules } from '#collectors/shipped-rules.ts';
import type { SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import type { Rule } from '#lib/alerting/rule.ts';
import { loadAlerts } from '#lib/alerting/stored-alerts.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { receiver } from '#lib/config/notify-schema.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { cleanUp, rigFor, start, targetsOf, tempFolder } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { RuleEvaluator } from './evaluate-rules.ts';
import { AlertTeller } from './tell-alerts.ts';

/** The shipped rules on what the real daemon reads of simulated hosts; only time is made up. */

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await cleanUp();
});

const web = linuxVm(testVmId(1, 1), 'web-01', start);
const silent: SimulatedVm = { ...web, services: { ...web.services, heartbeat: { ...web.services.heartbeat, status: [13] } } };
const shipped = loadShippedRules();

async function alertRig(
  hosts: Parameters<typeof rigFor>[0],
  names: readonly string[],
  folder: string,
  clock = createFakeClock(start),
  rules: readonly Rule[] = shipped,
) {
  const rig = await rigFor(hosts, { folder, clock, watched: rules.map(({ series }) => series) });
  await rig.daemon.apply({ collectors: {} }, targetsOf(...names));
  const store = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
  opened.push(store);
  const log = createLogger({ level: 'error', stream: { write: () => undefined } });
  const telling = { store, placeOf: rig.daemon.placeOf, clock, log, onTold: () => undefined };
  const teller = new AlertTeller(telling, await store.listAlerts());
  teller.use({ receivers: [receiver.parse({ name: 'ops', kind: 'webhook', url: 'http://127.0.0.1:1' })] });
  const evaluator = new RuleEvaluator(
    { store, daemon: rig.daemon, rules, clock, log, teller },
    loadAlerts(await store.listAlerts()),
  );
  /** Lets time pass, evaluating every 15 seconds; what stands then, as `status rule`. */
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 15) {
      await clock.advance(15_000);
      await evaluator.evaluate();
    }
    return (await store.listAlerts()).map(({ status, rule, labels }) => `${status} ${rule} ${labels.vm ?? labels.collector}`);
  };
  return { ...rig, alerts: store, pass };
}

test('a heartbeat that is lost is pending, fires after its time, and is resolved once it has been back for long enough', async () => {
  const { fleet, pass, alerts } = await alertRig([makeHost('hv01', [web])], ['hv01'], await tempFolder());
  expect(await pass(60)).toEqual([]);
  fleet.set(makeHost('hv01', [silent]));
  expect(await pass(30)).toEqual(['pending HvitalsHeartbeatLost web-01']);
  expect(await pass(75)).toEqual(['firing HvitalsHeartbeatLost web-01']);
  expect((await alerts.listAlerts())[0]).toMatchObject({ severity: 'critical', summary: 'Heartbeat lost: web-01', value: 1 });
  fleet.set(makeHost('hv01', [web]));
  expect(await pass(60)).toEqual(['firing HvitalsHeartbeatLost web-01']);
  expect(await pass(120)).toEqual([]);
  expect((await alerts.listAlertEvents({ limit: 9 })).map(({ kind }) => kind)).toEqual(['resolved', 'firing', 'pending']);
});

test('a VM that moves while its alert is pending fires on time', async () => {
  const hosts = [makeHost('hv01', [silent]), makeHost('hv02', [])];
  // It answered before, so that the loss is a finding.
  const { fleet, pass, alerts } = await alertRig(
    [makeHost('hv01', [web]), makeHost('hv02', [])],
    ['hv01', 'hv02'],
    await tempFolder(),
  );
  await pass(30);
  for (const host of hosts) fleet.set(host);
  expect(await pass(30)).toEqual(['pending HvitalsHeartbeatLost web-01']);
  const [before] = await alerts.listAlerts();
  fleet.set(makeHost('hv01', []));
  fleet.set(makeHost('hv02', [silent]));
  expect(await pass(60)).toEqual(['firing HvitalsHeartbeatLost web-01']);
  expect((await alerts.listAlerts())[0]).toMatchObject({ fingerprint: before?.fingerprint, activeAt: before?.activeAt });
});

test('a silence of a host holds back alerts of the VMs that it owns at that moment', async () => {
  const folder = await tempFolder();
  const { fleet, pass, alerts } = await alertRig([makeHost('hv01', [web]), makeHost('hv02', [])], ['hv01', 'hv02'], folder);
  await pass(30);
  fleet.set(makeHost('hv01', [silent]));
  await pass(120);
  const placed = async () =>
    (await alerts.listAlerts()).map(({ status, placed: { host, vm }, told }) => [status, vm, host, told]);
  expect(await placed()).toEqual([['firing', 'web-01', 'hv01', ['ops']]]);
  fleet.set(makeHost('hv01', []));
  fleet.set(makeHost('hv02', [silent]));
  const matchers = [{ name: 'host', op: '=', value: 'hv02' }];
  const silence = { id: 's1', matchers, startsAt: start, endsAt: start * 2, createdBy: 'Ann', comment: 'x', createdAt: start };
  const event = { at: start, fingerprint: '', rule: '', severity: '', kind: 'silenced', labels: {}, detail: {} } as const;
  await alerts.putSilence(silence, event);
  await pass(60);
  expect(await placed()).toEqual([['firing', 'web-01', 'hv02', ['ops']]]);
  expect((await alerts.listAlerts())[0]?.held).toEqual({ reason: 'silenced', silences: ['s1'] });
  expect((await alerts.listOutbox({ limit: 9 })).map(({ receiver: name, key }) => [name, key.split('-').at(-1)])).toEqual([
    ['ops', 'firing'],
  ]);
});

test('a daemon that is started anew goes on with what was pending', async () => {
  const folder = await tempFolder();
  const first = await alertRig([makeHost('hv01', [web])], ['hv01'], folder);
  await first.pass(30);
  first.fleet.set(makeHost('hv01', [silent]));
  expect(await first.pass(30)).toEqual(['pending HvitalsHeartbeatLost web-01']);
  const [before] = await first.alerts.listAlerts();
  await first.stop();
  const second = await alertRig([makeHost('hv01', [silent])], ['hv01'], folder, createFakeClock(first.clock.now() + 20_000));
  expect(await second.pass(45)).toEqual(['firing HvitalsHeartbeatLost web-01']);
  expect((await second.alerts.listAlerts())[0]?.activeAt).toBe(before?.activeAt);
});

test('a host that nobody can reach fires, and its collectors after a while', async () => {
  const { fleet, pass } = await alertRig([makeHost('hv01', [web])], ['hv01'], await tempFolder());
  await pass(30);
  fleet.remove('hv01');
  expect((await pass(60)).filter((alert) => alert.includes('Unreachable'))).toEqual(['pending HvitalsHostUnreachable vm']);
  expect((await pass(240)).filter((alert) => alert.startsWith('firing'))).toEqual(['firing HvitalsHostUnreachable vm']);
  fleet.set(makeHost('hv01', [web]));
  expect(await pass(900)).toEqual([]);
});

describe('the service of a VM that is watched by a rule of its own', () => {
  const service = {
    ...testRule({ name: 'ServiceSilent', series: 'hvitals_vm_integration_services_status', op: '!=', threshold: 2 }),
    where: [{ name: 'service', op: '=' as const, value: 'heartbeat' }],
  };
  const firing = (alerts: readonly string[]) => alerts.filter((alert) => alert.includes('ServiceSilent'));

  test('fires on while nobody can look, and ends once the host answers without the VM', async () => {
    const { fleet, pass } = await alertRig([makeHost('hv01', [silent])], ['hv01'], await tempFolder(), undefined, [service]);
    expect(firing(await pass(120))).toEqual(['firing ServiceSilent web-01']);
    fleet.remove('hv01');
    // Long after the readings have grown too old to be shown.
    expect(firing(await pass(1_200))).toEqual(['firing ServiceSilent web-01']);
    fleet.set(makeHost('hv01', []));
    expect(firing(await pass(300))).toEqual([]);
  });

  test('fires on through a restart while its host is out of reach', async () => {
    const folder = await tempFolder();
    const first = await alertRig([makeHost('hv01', [silent])], ['hv01'], folder, undefined, [service]);
    await first.pass(120);
    await first.stop();
    const later = createFakeClock(first.clock.now() + 3_600_000);
    const second = await alertRig([], ['hv01'], folder, later, [service]);
    expect(firing(await second.pass(600))).toEqual(['firing ServiceSilent web-01']);
    second.fleet.set(makeHost('hv01', [web]));
    expect(firing(await second.pass(600))).toEqual([]);
  });
});

test('a collector that a host does not support is no failure', async () => {
  const host = makeHost('hv01', [web]);
  const { pass, scrape } = await alertRig(
    [{ ...host, faults: { ...host.faults, missingClasses: ['Msvm_KvpExchangeComponent'] } }],
    ['hv01'],
    await tempFolder(),
  );
  expect(await pass(1_200)).toEqual([]);
  const text = await scrape();
  expect(text).toContain('hvitals_scrape_outcome{host="hv01",collector="kvp",outcome="unsupported"} 1');
  expect(text).not.toContain('hvitals_scrape_success{host="hv01",collector="kvp"}');
});
