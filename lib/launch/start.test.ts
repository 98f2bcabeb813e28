import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const start = join(import.meta.dirname, 'start.js');

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-start-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function run(config: string): Promise<{ code: number; stdout: string; stderr: string }> {
  writeFileSync(join(cwd, 'hvitals.yaml'), config);
  const { HVITALS_CONFIG: _, ...env } = process.env;
  const child = spawn(process.execPath, [start], { cwd, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

describe('npm start', () => {
  it('refuses a broken configuration before it starts anything', async () => {
    const { code, stdout, stderr } = await run('web: { listen: "0.0.0.0:7480", login: none }\n');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      'hvitals: the configuration cannot be used\nhvitals.yaml:1: web.login: none would let in everybody who reaches 0.0.0.0:7480',
    );
  });

  it('names the port that is in use and its configuration key', async () => {
    const server = createServer().listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run(`web: { listen: "127.0.0.1:${port}" }\n`);
    server.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`port ${port} on 127.0.0.1 is in use by another program`);
    expect(stderr).toContain('set another web.listen in hvitals.yaml');
  });

  it('names a data directory that cannot be made', async () => {
    const { code, stderr } = await run('data: { directory: ./hvitals.yaml/data }\n');
    expect(code).toBe(2);
    expect(stderr).toMatch(/the data directory cannot be made: .*ENOTDIR.*; data\.directory names another/);
  });
});
