import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkNodeVersion } from './paths.js';
import { checkPort, toUrl, waitUntilReady } from './ports.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen(status: () => number): Promise<number> {
  const server = createServer((_request, response) => response.writeHead(status()).end());
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  open.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe('checkPort', () => {
  it('names the port and the configuration key when another program has it', async () => {
    const port = await listen(() => 200);
    await expect(checkPort({ host: '127.0.0.1', port }, 'metrics.listen')).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use by another program (is hvitals running already?); stop that, or set another metrics.listen in hvitals.yaml`,
    );
  });

  it('names an address that is not ours', async () => {
    // TEST-NET-1 of RFC 5737, which belongs to no machine.
    expect(isIP('192.0.2.1')).toBe(4);
    await expect(checkPort({ host: '192.0.2.1', port: 7480 }, 'web.listen')).rejects.toThrow(
      '192.0.2.1 is no address of this machine',
    );
  });

  it('leaves a free port free', async () => {
    const port = await listen(() => 200);
    open.splice(0)[0]?.();
    await checkPort({ host: '127.0.0.1', port }, 'web.listen');
    await checkPort({ host: '127.0.0.1', port }, 'web.listen');
  });
});

describe('waitUntilReady', () => {
  it('asks until the answer is a good one', async () => {
    let asked = 0;
    const port = await listen(() => (++asked < 3 ? 503 : 200));
    const signal = new AbortController().signal;
    expect(await waitUntilReady(toUrl({ host: '127.0.0.1', port }), { deadlineMs: 10_000, everyMs: 5, signal })).toBe(true);
    expect(asked).toBe(3);
  });

  it('gives up at its deadline, and at once when it is told to', async () => {
    const port = await listen(() => 503);
    const url = toUrl({ host: '127.0.0.1', port });
    expect(await waitUntilReady(url, { deadlineMs: 50, everyMs: 5, signal: new AbortController().signal })).toBe(false);
    expect(await waitUntilReady(url, { deadlineMs: 600_000, everyMs: 5, signal: AbortSignal.abort() })).toBe(false);
  });
});

describe('toUrl', () => {
  it('puts brackets around IPv6', () => expect(toUrl({ host: '::1', port: 7480 })).toBe('http://[::1]:7480'));
});

describe('checkNodeVersion', () => {
  it('refuses a Node older than 20 and says what is needed', () => {
    expect(() => checkNodeVersion('18.20.1')).toThrow('this is Node 18.20.1; hvitals needs Node 20 or newer');
    expect(() => checkNodeVersion('20.0.0')).not.toThrow();
  });
});
