import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { findApiHandler } from '#app/_server/api-handlers.ts';
import { createHttpServer, listenOn, stopServer } from '#app/_server/http-server.ts';
import { closeStore } from '#app/_server/store-access.ts';
import { type ApiAlertEvents, apiAlertEvents } from '#lib/model/api/alert-events.ts';
import { apiAlerts } from '#lib/model/api/alerts.ts';
import type { StoredAlert } from '#lib/store/alert-store.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';

/** The moment at which the tests of what people do begin, a Monday; UTC milliseconds. */
export const now = Date.UTC(2026, 10, 23, 8);
export const hour = 3_600_000;

const alert = (fingerprint: string, { rule = 'HeartbeatLost', ...parts }: Partial<StoredAlert> = {}): StoredAlert => ({
  fingerprint,
  rule,
  status: 'firing',
  severity: 'critical',
  labels: { alertname: rule, severity: 'critical', vm: fingerprint },
  summary: `${fingerprint} is silent`,
  description: '',
  value: 1,
  activeAt: now - hour,
  firingAt: now - hour,
  keptSince: undefined,
  placed: {},
  held: undefined,
  told: [],
  ...parts,
});

/** The app's server on a real store with three alerts, anew for each test of the file; the date stands still. */
export function actsRig() {
  let folder = '';
  let base = '';
  let collectors: OpenAlertStore;
  const create = () =>
    createHttpServer({ own: { get: findApiHandler }, pages: async () => undefined, onError: () => undefined });
  let running = create();
  beforeEach(async () => {
    vi.useFakeTimers({ now, toFake: ['Date'] });
    folder = mkdtempSync(join(tmpdir(), 'hvitals-acts-'));
    writeFileSync(join(folder, 'hvitals.yaml'), `data: { directory: ${join(folder, 'data')} }\n`);
    vi.stubEnv('HVITALS_CONFIG', join(folder, 'hvitals.yaml'));
    const file = join(folder, 'data', 'hvitals.db');
    await (await openStore({ file, mode: 'collectors' })).close();
    collectors = await openAlertStore(file, 'collectors');
    const upserts = [
      alert('web-1', { placed: { host: 'hv01', site: 'north' } }),
      alert('web-2'),
      alert('db-1', { rule: 'Other' }),
    ];
    await collectors.commitAlerts({ upserts, gone: [], events: [], notifications: [] });
    running = create();
    await listenOn(running, { host: '127.0.0.1', port: 0 });
    const address = running.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1`;
  });
  afterEach(async () => {
    await stopServer(running, 0);
    await collectors.close();
    await closeStore();
    vi.useRealTimers();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const read = (path: string, headers: Record<string, string> = {}) => fetch(`${base}${path}`, { headers });
  const get = async (path: string): Promise<unknown> => (await read(path)).json();
  return {
    read,
    get,
    async send(method: string, path: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
      const headers = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
      const answer = await fetch(`${base}${path}`, { method, headers, body: JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() };
    },
    standingOf: async (fingerprint: string) =>
      apiAlerts
        .parse(await get('/alerts'))
        .groups.flatMap(({ alerts }) => alerts)
        .find((one) => one.fingerprint === fingerprint)?.standing,
    events: async (query = ''): Promise<ApiAlertEvents> => apiAlertEvents.parse(await get(`/alert-events?${query}`)),
    removeStore: () => rmSync(join(folder, 'data'), { recursive: true }),
  };
}

/** The id in an answer. */
export function idIn(body: unknown): string {
  return /"id":"([\w-]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
}
