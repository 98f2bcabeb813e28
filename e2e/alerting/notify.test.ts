import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { toFingerprint } from '#lib/alerting/fingerprint.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { startAlertmanager } from '../support/alertmanager.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startSmtpServer } from '../support/smtp-server.ts';

/** The whole daemon, and real receivers: what is told, also to one that was down, and over a kill. */

const main = resolve(import.meta.dirname, '../../collectors/main.ts');
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

// The first run on a machine may have to fetch and unpack the package.
beforeAll(async () => {
  await ensurePeer('alertmanager');
}, 300_000);

interface Hook {
  readonly url: string;
  /** Verified bodies. */
  readonly bodies: { batchId: string; alerts: { key: string; status: string; rule: string; fingerprint: string }[] }[];
  /** What it answers with. */
  status: number;
}

/** A webhook as its receiver would write it, by docs/notifications.md alone. */
async function startHook(secret: string): Promise<Hook> {
  const hook: Hook = { url: '', bodies: [], status: 204 };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const [, time, mac] = /^t=(\d+),v1=(\w+)$/.exec(String(request.headers['x-hvitals-signature'])) ?? [];
    const isFresh = Math.abs(Date.now() / 1_000 - Number(time)) < 300;
    const isGood = isFresh && createHmac('sha256', secret).update(`${time}.${body}`).digest('hex') === mac;
    if (isGood) hook.bodies.push(JSON.parse(body));
    response.writeHead(isGood ? hook.status : 401).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return Object.assign(hook, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hvitals` });
}

function start(cwd: string): ChildProcess {
  const env = { ...process.env, HVITALS_CONFIG: '' };
  const child = spawn(process.execPath, [main], { cwd, stdio: 'ignore', env });
  cleanups.push(() => child.kill('SIGKILL'));
  return child;
}

test('a rejected configuration is told to Alertmanager, a webhook and by mail, also after a kill, and so is its end', async () => {
  const alertmanager = await startAlertmanager('route: {receiver: nobody}\nreceivers: [{name: nobody}]\n');
  cleanups.push(alertmanager.stop);
  const [hook, smtp, port] = [await startHook('key'), await startSmtpServer(), await freePort()];
  cleanups.push(smtp.stop);
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-notify-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'hmac'), 'key\n');
  await chmod(join(folder, 'hmac'), 0o600);
  const match = `match: ['alertname="HvitalsConfigRejected"']`;
  const good = `metrics: { listen: '127.0.0.1:${port}' }
demo: { hosts: 1, vmsPerHost: 2 }
notify:
  externalUrl: https://hvitals.example.com
  receivers:
    - { name: am, kind: alertmanager, url: '${alertmanager.url}', ${match} }
    - { name: hook, kind: webhook, url: '${hook.url}', hmac: { file: hmac }, ${match} }
    - { name: mail, kind: email, smtp: { host: 127.0.0.1, port: ${smtp.port} }, from: h@example.com, to: [o@example.com], groupWaitSeconds: 1, ${match} }
`;
  const configure = (more: string) => writeFile(join(folder, 'hvitals.yaml'), `${good}${more}`);
  const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await configure('');
  const first = start(folder);
  await eventually('the watchdog stands in Alertmanager', 30_000, async () => {
    expect((await alertmanager.alerts()).map(({ labels }) => labels.alertname)).toEqual(['HvitalsWatchdog']);
  });

  hook.status = 500;
  await configure('colectors: {}\n');
  first.kill('SIGHUP');
  const labels = { alertname: 'HvitalsConfigRejected', severity: 'warning' };
  await eventually('it fires in Alertmanager, under the same fingerprint', 30_000, async () => {
    const alert = (await alertmanager.alerts()).find(({ labels: { alertname } }) => alertname === labels.alertname);
    expect(alert).toMatchObject({ labels, fingerprint: toFingerprint(labels), status: { state: 'active' } });
  });
  await eventually('a mail tells it', 15_000, async () => {
    expect(smtp.mails[0]?.source).toContain('Subject: [hvitals] 1 firing');
  });
  await eventually('the webhook was tried', 15_000, async () => expect(hook.bodies).not.toEqual([]));
  expect(await metrics()).toContain('hvitals_daemon_receivers_failing 1\n');
  expect(await metrics()).toMatch(/hvitals_notifications_total\{receiver="am",result="delivered"\} 1\n/);

  first.kill('SIGKILL');
  await once(first, 'exit');
  hook.status = 204;
  const tried = hook.bodies.length;
  await configure('');
  start(folder);
  await eventually('the same batch comes again, and then that it is resolved', 60_000, async () => {
    const [again, ended, ...more] = hook.bodies.slice(tried);
    expect(again).toMatchObject({ batchId: hook.bodies[0]?.batchId, alerts: hook.bodies[0]?.alerts });
    expect(ended?.alerts).toMatchObject([{ rule: labels.alertname, status: 'resolved', fingerprint: toFingerprint(labels) }]);
    expect(more).toEqual([]);
  });
  await eventually('it is gone from Alertmanager, and a mail says so', 15_000, async () => {
    expect((await alertmanager.alerts()).map(({ labels: { alertname } }) => alertname)).toEqual(['HvitalsWatchdog']);
    expect(smtp.mails.map(({ source }) => /Subject: (.*):/.exec(source)?.[1])).toEqual([
      '[hvitals] 1 firing',
      '[hvitals] 1 resolved',
    ]);
  });
}, 240_000);
