import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { demoFleet } from '#collectors/transport/simulated/demo-fleet.ts';
import { findApiHandler } from '#app/_server/api-handlers.ts';
import { createHttpServer, listenOn, stopServer } from '#app/_server/http-server.ts';
import { closeStore } from '#app/_server/store-access.ts';
import { renderRuleEntry } from '#lib/alerting/render-rule-entry.ts';
import { testRule } from '#lib/alerting/testdata/rules.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { cleanUp, rigFor, start } from '../../../e2e/support/daemon-rig.ts';
import { alertTurns, makeAlert } from '../../../e2e/support/write-alerts.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The app's API on a store that real collectors have filled from the demo fleet over half an hour, with alerts of every kind. */
export interface ContractRig {
  readonly base: string;
  /** The moment at which the date stands, UTC milliseconds. */
  readonly now: number;
  stop(): Promise<void>;
}

export async function startContractRig(): Promise<ContractRig> {
  const folder = mkdtempSync(join(tmpdir(), 'hvitals-contract-'));
  const fleet = demoFleet({ hosts: 3, vmsPerHost: 12, seed: 7 });
  const clock = createFakeClock(start);
  const rig = await rigFor(fleet.at(start), { folder, clock });
  const targets = fleet.hostNames.map((name) => ({
    ...{ name, transport: 'simulated' as const, labels: { site: name === 'hv01' ? 'north' : 'south' }, collectors: {} },
  }));
  await rig.daemon.apply({ collectors: {} }, targets);
  for (let passed = 0; passed < 30; passed += 1) {
    const current = fleet.at(clock.now());
    for (const name of fleet.hostNames) if (!current.some((host) => host.name === name)) rig.fleet.remove(name);
    for (const host of current) rig.fleet.set(host);
    await clock.advance(minute);
  }
  const now = clock.now();
  await writeAlertsOf(folder, now);
  await rig.stop();
  vi.useFakeTimers({ now, toFake: ['Date'] });
  writeFileSync(join(folder, 'hvitals.yaml'), `data: { directory: ${folder} }\n`);
  vi.stubEnv('HVITALS_CONFIG', join(folder, 'hvitals.yaml'));
  const server = createHttpServer({ own: { get: findApiHandler }, pages: async () => undefined, onError: () => undefined });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  const address = server.address();
  return {
    base: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    now,
    async stop() {
      await stopServer(server, 0);
      await closeStore();
      vi.useRealTimers();
      vi.unstubAllEnvs();
      await cleanUp();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writeAlertsOf(folder: string, now: number): Promise<void> {
  const store = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
  const at = (fingerprint: string, parts: Parameters<typeof makeAlert>[1] = {}) =>
    makeAlert(fingerprint, { activeAt: now - hour, firingAt: now - hour, placed: { host: 'hv01', site: 'north' }, ...parts });
  const alerts = [
    at('web-1'),
    at('web-2', { status: 'pending', firingAt: undefined, severity: 'warning', value: Number.NaN }),
    at('db-1', { held: { reason: 'inhibited', host: 'hv02' }, severity: 'info' }),
  ];
  const events = alerts.map((alert) => alertTurns(alert, 'firing', now - hour));
  await store.commitAlerts({ upserts: alerts, gone: [], events, notifications: [], evaluatedAt: now });
  const rule = testRule({ name: 'HvitalsHeartbeatLost', where: [{ name: 'code', op: '=~', value: 'a' }], forMs: 90_000 });
  await store.putRules(
    [
      {
        ...{ name: rule.name, file: 'shipped-rules.yaml', line: 7, source: 'shipped', severity: 'critical', series: 4 },
        definition: renderRuleEntry(rule),
        error: undefined,
      },
    ],
    { loadedAt: now, triedAt: now, ok: true, isFallback: false, everySeconds: 15, problems: [] },
  );
  await store.close();
}
