import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadShippedRules } from '#collectors/shipped-rules.ts';
import { demoFleet } from '#collectors/transport/simulated/demo-fleet.ts';
import { toHostileGuest } from '#collectors/transport/simulated/hostile-guest.ts';
import type { SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { loadAlerts } from '#lib/alerting/stored-alerts.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { decodeChunk } from '#lib/history/chunk-codec.ts';
import { memoryChunkStore } from '#lib/history/memory-chunk-store.ts';
import { MinuteBuffer } from '#lib/history/minute-buffer.ts';
import { createLogger } from '#lib/log.ts';
import { openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { ensurePeer } from '../../e2e/peers/ensure-peer.ts';
import { runProgram } from '../../e2e/peers/run-program.ts';
import { cleanUp, rigFor, start, targetsOf, tempFolder } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, testVmId } from '../../e2e/support/make-host.ts';
import { RuleEvaluator } from './evaluate-rules.ts';

/*
 * A host with the worst guest that there can be beside good neighbours, and the same host with a well-behaved guest in its place. All
 * that hvitals holds and says of everybody else is the same, byte for byte.
 */

const demo = demoFleet({ hosts: 1, vmsPerHost: 10, seed: 3 }).hostAt('hv01', start);
const evilId = testVmId(66, 6);
const well = linuxVm(evilId, '"} 1\nforged{a="\\', start);
const runMs = 20 * 60_000;

async function run(guest: SimulatedVm) {
  if (demo === undefined) throw new Error('the demo fleet has no hv01');
  const folder = await tempFolder();
  const clock = createFakeClock(start);
  const rules = loadShippedRules();
  const chunks = memoryChunkStore();
  const history = new MinuteBuffer(chunks);
  const host = { ...demo, vms: [guest, ...demo.vms] };
  const rig = await rigFor([host], { folder, clock, history, watched: rules.map(({ series }) => series) });
  await rig.daemon.apply({ collectors: {} }, targetsOf('hv01'));
  const alerts = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
  const log = createLogger({ level: 'error', stream: { write: () => undefined } });
  const evaluator = new RuleEvaluator({ store: alerts, daemon: rig.daemon, rules, clock, log }, loadAlerts([]));
  for (let passed = 0; passed < runMs; passed += 15_000) {
    await clock.advance(15_000);
    await evaluator.evaluate();
  }
  await history.flush(Number.POSITIVE_INFINITY);
  const isEvil = ({ vmId }: { readonly vmId?: unknown }) => vmId === evilId;
  const without = <T extends { readonly revision?: number; readonly vmId?: unknown }>(rows: readonly T[]) =>
    rows.filter((row) => !isEvil(row)).map(({ revision: _, ...row }) => row);
  const [readings, findings] = [await rig.store.listReadings({}), await rig.store.listFindings()];
  const seen = {
    metrics: await rig.scrape(),
    logged: rig.logged,
    evil: {
      readings: readings.filter(isEvil),
      findings: findings.filter(isEvil).map(({ code }) => code),
      alerts: (await alerts.listAlerts())
        .filter(({ labels }) => labels.vm_id === evilId)
        .map(({ rule, status }) => `${status} ${rule}`),
    },
    others: {
      readings: without(readings),
      findings: without(findings),
      hostFindings: without(await rig.store.listHostFindings()),
      scrapes: (await rig.store.listScrapes()).map(({ frameBytes: _, ...scrape }) => scrape),
      events: (await rig.store.listEvents({ limit: 5_000 }))
        .filter((event) => !isEvil(event))
        .map(({ id: _, ...event }) => event),
      alerts: (await alerts.listAlerts()).filter(({ labels }) => labels.vm_id !== evilId),
      history: historyOf(chunks),
    },
  };
  await alerts.close();
  return seen;
}

/** Every chunk but those of the evil VM, with names in the place of the numbers that the store gives to series as they come. */
function historyOf(store: ReturnType<typeof memoryChunkStore>) {
  const names = store.keys();
  return [...store.chunks.values()]
    .filter(({ subject }) => subject !== `vm:${evilId}`)
    .map(({ subject, start: from, bytes }) => ({
      subject,
      from,
      series: decodeChunk(from, bytes)
        .map(({ series, ...samples }) => ({ name: names[series - 1] ?? '', ...samples }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    }));
}

let hostile: Awaited<ReturnType<typeof run>>;
let calm: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  if (demo?.vms[1] === undefined) throw new Error('the demo fleet has too few VMs');
  calm = await run(well);
  hostile = await run(toHostileGuest(well, demo.vms[1], start));
}, 120_000);
afterAll(cleanUp);

test('nothing about any other VM or the host is different: readings, findings, events, alerts, history', () => {
  expect(hostile.others.readings.length).toBeGreaterThan(50);
  expect(hostile.others.history.length).toBeGreaterThan(100);
  expect(hostile.others).toEqual(calm.others);
});

test('the series of all others are the same, byte for byte', () => {
  // Own figures of the daemon move by themselves; findings are counted over all VMs, and the evil one has its own.
  const others = (metrics: string) =>
    metrics
      .split('\n')
      .filter((line) => !line.includes(evilId) && !/^(process|nodejs|hvitals_daemon)_|hvitals_finding_vms/.test(line));
  expect(others(hostile.metrics).length).toBeGreaterThan(200);
  expect(others(hostile.metrics)).toEqual(others(calm.metrics));
});

test('it is found, as the only one, and the alert names it', () => {
  expect(hostile.evil.findings).toContain('kvp-hostile');
  expect(calm.evil.findings).not.toContain('kvp-hostile');
  const found = (code: string) => hostile.others.findings.filter((finding) => finding.code === code).length;
  expect(hostile.evil.alerts).toContain('firing HvitalsKvpHostile');
  expect(hostile.metrics).toContain(`hvitals_finding_vms{code="kvp-hostile",severity="warning"} ${found('kvp-hostile') + 1}\n`);
});

test('what is kept of it is capped', () => {
  const kvp = hostile.evil.readings.find(({ collector }) => collector === 'kvp')?.reading as Record<
    string,
    { key: string; value: string }[]
  >;
  expect(kvp.guest?.length).toBeLessThanOrEqual(1_024);
  for (const { key, value } of [...(kvp.guest ?? []), ...(kvp.intrinsic ?? [])])
    expect([key.length <= 512, value.length <= 2_048]).toEqual([true, true]);
  expect(JSON.stringify(hostile.evil.readings).length).toBeLessThan(400_000);
  expect(JSON.stringify(kvp.guest?.map(({ key }) => key))).not.toMatch(
    /\\u0000|\\u001b|\\ud83d"|[\u0080-\u009f\u202a-\u202e\u2066-\u2069]/,
  );
  const series = (metrics: string) => metrics.split('\n').filter((line) => line.includes(evilId)).length;
  expect(series(hostile.metrics)).toBeLessThanOrEqual(series(calm.metrics) + 5);
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
});

test('/metrics can be read by Prometheus, and each line is a comment or a sample with known labels', async () => {
  const promtool = await ensurePeer('promtool');
  const { code, stdout, stderr } = await runProgram(promtool, ['check', 'metrics'], {
    timeoutMs: 20_000,
    input: hostile.metrics,
  });
  expect({ code, said: stdout + stderr }).toEqual({ code: 0, said: '' });
  const sample =
    /^[a-z_0-9]+(?:\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? (?:-?[0-9.e+-]+|\+Inf)$/;
  const odd = hostile.metrics.split('\n').filter((line) => line !== '' && !line.startsWith('# ') && !sample.test(line));
  expect(odd.filter((line) => !line.startsWith('nodejs_') && !line.includes('le='))).toEqual([]);
}, 300_000);

test('the log says no more than about a well-behaved guest, and nothing in the guest’s words', () => {
  const others = ({ logged }: typeof calm) => logged.filter(({ vmId }) => vmId !== evilId).map(({ time: _, ...line }) => line);
  expect(others(calm).length).toBeGreaterThan(3);
  expect(others(hostile)).toEqual(others(calm));
  expect(hostile.logged.filter(({ vmId }) => vmId === evilId).map(({ msg }) => msg)).toEqual([
    'finding changed',
    'finding changed',
  ]);
  expect(JSON.stringify(hostile.logged)).not.toMatch(/hacked|flood-|reboot/);
});
