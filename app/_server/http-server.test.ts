import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpServer, listenOn, type RequestHandler, StartError, stopServer } from './http-server.ts';

const running: Server[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => stopServer(server, 0)));
});

async function serve(
  pages: RequestHandler,
): Promise<{ readonly port: number; readonly server: Server; readonly errors: unknown[] }> {
  const errors: unknown[] = [];
  const server = createHttpServer({ pages, onError: (error) => errors.push(error) });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  running.push(server);
  return { port: (server.address() as AddressInfo).port, server, errors };
}

/** A GET with a Host header of its own, which fetch does not allow. */
function get(port: number, path: string, headers: Record<string, string> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    body: string;
    headers: Record<string, unknown>;
  }>();
  request({ host: '127.0.0.1', port, path, headers }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
  })
    .on('error', reject)
    .end();
  return promise;
}

test('it answers /healthz itself, with security headers', async () => {
  const { port } = await serve(async () => {
    throw new Error('The pages must not be asked.');
  });
  const answer = await get(port, '/healthz');
  expect([answer.status, answer.body]).toEqual([200, 'ok\n']);
  expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
});

test('a foreign host name reaches neither pages nor health', async () => {
  const asked: unknown[] = [];
  const { port } = await serve(async ({ url }, response) => {
    asked.push(url);
    response.end();
  });
  expect((await get(port, '/', { host: 'evil.example' })).status).toBe(421);
  expect((await get(port, '/healthz', { host: 'evil.example' })).status).toBe(421);
  expect(asked).toEqual([]);
});

test('a path that is no UTF-8 is asked for as a page that is not there', async () => {
  const { port } = await serve(async ({ url }, response) => void response.end(url));
  expect((await get(port, '/hosts/%E0%A4%A?q=1')).body).toBe('/not-found');
  expect((await get(port, '/hosts/hv%2001?q=%E0')).body).toBe('/hosts/hv%2001?q=%E0');
});

test('a path with a slash at its end is led to the one without, by an answer that nobody keeps, and never to another site', async () => {
  const { port } = await serve(async (_, response) => void response.end());
  const answer = await get(port, '/vms/?q=a/');
  expect([answer.status, answer.body]).toEqual([308, '']);
  expect(answer.headers).toMatchObject({ location: '/vms?q=a/', 'cache-control': 'no-store' });
  for (const path of ['/', '//evil.example/', '/%2fevil.example/', '/%5cevil.example/']) {
    expect((await get(port, path)).headers.location).toBeUndefined();
  }
});

test('the pages get the nonce of this answer, whatever the browser sent', async () => {
  const { port } = await serve(async ({ headers }, response) => {
    response.end(String(headers['content-security-policy']));
  });
  const answer = await get(port, '/', { 'content-security-policy': "script-src 'nonce-mine'" });
  expect(answer.body).toBe(answer.headers['content-security-policy']);
  expect(answer.body).not.toContain('mine');
});

test('a request that throws is answered and told, without its words', async () => {
  const { port, errors } = await serve(async () => {
    throw new Error('secret');
  });
  const answer = await get(port, '/');
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain('secret');
  expect(errors).toMatchObject([{ message: 'secret' }]);
});

test('a port that is taken is said in one sentence', async () => {
  const { port } = await serve(async (_, response) => void response.end());
  const second = createHttpServer({ pages: async () => undefined, onError: () => undefined });
  const attempt = listenOn(second, { host: '127.0.0.1', port });
  await expect(attempt).rejects.toThrow(StartError);
  await expect(attempt).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken: stop what listens there, or set web.listen to another port.`,
  );
});

test('on stop an answer under way is finished first', async () => {
  const asked = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const { port, server } = await serve(async (_, response) => {
    asked.resolve();
    await finish.promise;
    response.end('whole');
  });
  const answer = get(port, '/');
  await asked.promise;
  const stopped = stopServer(server, 5_000);
  finish.resolve();
  expect((await answer).body).toBe('whole');
  await stopped;
});
