import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiver } from '../config/notify-schema.ts';
import { post } from './post.ts';
import { createSender } from './sender.ts';
import { toldAlert } from './testdata/told.ts';

const now = Date.UTC(2026, 10, 23, 8);
const cleanups: (() => unknown)[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-send-'));
  cleanups.push(() => rm(folder, { recursive: true }));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const attempt = (signal = AbortSignal.timeout(10_000)) => ({ now, signal });
const send = async (answer: RequestListener) => post({ url: await serve(answer), body: '{}' }, attempt());

describe('an answer', () => {
  it.each([200, 202, 204])('of %i is a delivery', async (status) => {
    expect(await send((_, response) => response.writeHead(status).end())).toEqual({ result: 'delivered' });
  });

  it.each([401, 403, 404, 405, 408, 410, 421, 425, 429, 500, 503])('of %i is a failure, with its first line', async (status) => {
    const outcome = await send((_, response) => response.writeHead(status).end('\nno \u001b[31mway\nmore'));
    expect(outcome).toEqual({ result: 'failed', error: `answer ${status}: no [31mway` });
  });

  it.each([400, 413, 415, 422])('of %i is for good', async (status) => {
    const outcome = await send((_, response) => response.writeHead(status).end('bad payload'));
    expect(outcome).toEqual({ result: 'refused', error: `answer ${status}: bad payload` });
  });

  it('may ask to be left alone for a while', async () => {
    const outcome = await send((_, response) => response.writeHead(429, { 'retry-after': '120' }).end());
    expect(outcome).toEqual({ result: 'failed', error: 'answer 429', retryAfterMs: 120_000 });
  });

  it('that redirects is not followed', async () => {
    let asked = 0;
    const elsewhere = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const outcome = await send((_, response) => response.writeHead(302, { location: elsewhere }).end());
    expect(outcome).toMatchObject({ result: 'failed', error: expect.stringContaining('redirects are not followed') });
    expect(asked).toBe(0);
  });

  it.each([200, 400])('of %i without an end is read up to a cap', async (status) => {
    let written = 0;
    const outcome = await send((request, response) => {
      response.writeHead(status);
      const write = () => {
        while (!request.destroyed && written < 50_000_000 && response.write('x'.repeat(16_384))) written += 16_384;
      };
      response.on('drain', write);
      write();
    });
    expect(outcome.result).toBe(status === 200 ? 'delivered' : 'refused');
    expect(written).toBeLessThan(20_000_000);
  });

  it('that does not come ends with the signal', async () => {
    const hang: RequestListener = () => undefined;
    const stop = new AbortController();
    const sending = post({ url: await serve(hang), body: '' }, attempt(stop.signal));
    stop.abort();
    expect((await sending).result).toBe('failed');
  });

  it('that nobody can give is a failure that says why', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const outcome = await post({ url: `http://127.0.0.1:${port}`, body: '' }, attempt());
    expect(outcome).toEqual({ result: 'failed', error: expect.stringContaining('ECONNREFUSED') });
    expect(await send((request) => request.socket.destroy())).toMatchObject({ result: 'failed' });
  });
});

async function secret(name: string, value: string) {
  const file = join(folder, name);
  await writeFile(file, value);
  await chmod(file, 0o600);
  return { file };
}

/** A server that takes everything, and what it was sent. */
async function recorder() {
  const seen: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const url = await serve(async (request, response) => {
    seen.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    response.end('{}');
  });
  return { url, seen };
}
const batch = { id: 'b1', receiver: 'ops', items: [toldAlert()] };

describe('a webhook', () => {
  it('is signed so that its receiver can verify it, as docs/notifications.md says', async () => {
    const { url, seen } = await recorder();
    const hmac = await secret('hmac', 'key\n');
    const bearer = await secret('token', 'tok');
    const sender = createSender(receiver.parse({ name: 'ops', kind: 'webhook', url: `${url}/in?x=1`, hmac, bearer }), undefined);
    expect(await sender.send(batch, attempt())).toEqual({ result: 'delivered' });
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = seen;
    expect([path, headers['x-hvitals-batch'], headers.authorization]).toEqual(['/in?x=1', 'b1', 'Bearer tok']);
    const [, time = '', mac = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-hvitals-signature'])) ?? [];
    expect(mac).toBe(createHmac('sha256', 'key').update(`${time}.${body}`).digest('hex'));
    expect(Number(time)).toBe(now / 1_000);
    expect(JSON.parse(body)).toMatchObject({ batchId: 'b1', alerts: [{ key: toldAlert().key }] });
  });

  it('whose secret is gone is not sent, and the error names the file and not the secret', async () => {
    const { url, seen } = await recorder();
    const two = await secret('two', 'first\nsecond\n');
    for (const [hmac, why] of [
      [{ file: join(folder, 'none') }, 'ENOENT'],
      [two, 'one line'],
      [await secret('control', 'second\u0001'), 'control characters'],
    ] as const) {
      const sender = createSender(receiver.parse({ name: 'ops', kind: 'webhook', url, hmac }), undefined);
      const outcome = await sender.send(batch, attempt());
      expect(outcome).toMatchObject({ result: 'failed', error: expect.stringContaining(why) });
      expect(outcome).toMatchObject({ error: expect.stringContaining(hmac.file) });
      expect(JSON.stringify(outcome)).not.toContain('second');
    }
    expect(seen).toEqual([]);
  });
});

describe('Alertmanager', () => {
  it('is told under its path, signed on, and again with its watchdog', async () => {
    const { url, seen } = await recorder();
    const basicAuth = { user: 'hvitals', password: await secret('password', 'pass') };
    const parsed = receiver.parse({ name: 'am', kind: 'alertmanager', url: `${url}/am/`, basicAuth });
    const sender = createSender(parsed, 'https://h.example');
    await sender.send(batch, attempt());
    expect(sender.repeat?.isNeeded([], false)).toBe(false);
    expect(sender.repeat?.isNeeded([], true)).toBe(true);
    await sender.repeat?.send(
      Array.from({ length: 501 }, () => toldAlert()),
      true,
      attempt(),
    );
    expect(seen.map(({ path }) => path)).toEqual(['/am/api/v2/alerts', '/am/api/v2/alerts', '/am/api/v2/alerts']);
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('hvitals:pass').toString('base64')}`);
    expect(seen.map(({ body }) => JSON.parse(body).length)).toEqual([1, 500, 2]);
    expect(seen[1]?.body).toContain('HvitalsWatchdog');
  });
});
