import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const start = join(import.meta.dirname, 'start.js');

let cwd: string;
let supervisor: ChildProcess;
let web: string;
let metrics: string;
let stdout = '';
let stderr = '';

async function freeListen(): Promise<string> {
  const server = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${port}`;
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-start-'));
  [web, metrics] = [await freeListen(), await freeListen()];
  const config = { web: { listen: web }, metrics: { listen: metrics }, demo: { hosts: 2, vmsPerHost: 5 } };
  writeFileSync(join(cwd, 'hvitals.yaml'), JSON.stringify(config));
  const { HVITALS_CONFIG: _, ...env } = process.env;
  // NODE_ENV as a test runner leaves it: the start must not mind.
  supervisor = spawn(process.execPath, [start], { cwd, env: { ...env, NODE_ENV: 'test' } });
  supervisor.stdout?.on('data', (data) => {
    stdout += data;
  });
  supervisor.stderr?.on('data', (data) => {
    stderr += data;
  });
  await vi.waitUntil(() => stderr.includes('/metrics\n'), { timeout: 120_000, interval: 100 });
}, 130_000);

afterAll(async () => {
  if (supervisor.exitCode === null && supervisor.signalCode === null) {
    supervisor.kill('SIGTERM');
    await once(supervisor, 'exit');
  }
  rmSync(cwd, { recursive: true });
});

const status = async (url: string) => (await fetch(url).catch(() => undefined))?.status;
const collectorsPid = () => Number.parseInt(readFileSync(join(cwd, 'data', 'daemon.pid'), 'utf8'), 10);

describe('npm start without targets', () => {
  it('says that it shows the demo fleet, and where', () => {
    expect(stderr).toContain('showing the DEMO FLEET of 2 invented hosts');
    expect(stderr).toContain(`hvitals: web app: http://${web}/\n`);
    expect(stderr).toContain(`hvitals: metrics: http://${metrics}/metrics\n`);
    expect(stderr).toContain('NODE_ENV=test is ignored');
  });

  it('shows live data', async () => {
    await vi.waitUntil(async () => (await (await fetch(`http://${metrics}/metrics`)).text()).includes('hvitals_vm_state{'), {
      timeout: 30_000,
      interval: 200,
    });
    expect(await status(`http://${web}/`)).toBe(200);
  });

  it('starts the collectors again after a kill -9, and the app goes on', async () => {
    const before = collectorsPid();
    process.kill(before, 'SIGKILL');
    await vi.waitUntil(async () => (await status(`http://${metrics}/readyz`)) === 200 && collectorsPid() !== before, {
      timeout: 30_000,
      interval: 200,
    });
    expect(await status(`http://${web}/`)).toBe(200);
    expect(stderr).toContain('collectors ended (SIGKILL); starting it again in 0.5 s');
  });

  it('stops both on SIGTERM, with exit code 0', async () => {
    const pid = collectorsPid();
    supervisor.kill('SIGTERM');
    expect(await once(supervisor, 'exit')).toEqual([0, null]);
    expect(await status(`http://${web}/`)).toBeUndefined();
    expect(await status(`http://${metrics}/readyz`)).toBeUndefined();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('wrote JSON lines to stdout, beside the one that Next writes for itself', () => {
    const lines = stdout
      .trimEnd()
      .split('\n')
      .filter((line) => !/^✓ Running next\.config\.js took /.test(line));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => !/^\{"level":.*"msg":".*\}$/.test(line))).toEqual([]);
  });
});
