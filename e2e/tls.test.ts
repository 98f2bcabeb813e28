import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion, Server, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createHttpServer, listenOn, stopServer } from '../app/_server/http-server.ts';
import { followTlsFiles, readTlsFiles } from '../app/_server/tls-files.ts';
import { createFakeClock } from '../lib/fake-clock.ts';
import { createLogger } from '../lib/log.ts';
import { ensurePeer } from './peers/ensure-peer.ts';

const directory = mkdtempSync(join(tmpdir(), 'hvitals-tls-'));
const files = { cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
let running: ReturnType<typeof createHttpServer> | undefined;

/** A certificate and its key, made by OpenSSL as an admin would. */
function make(openssl: string, name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  const out = ['-keyout', join(directory, `${name}.key`), '-out', join(directory, `${name}.crt`)];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync(openssl, ['req', '-x509', ...key, ...subject, ...out], { stdio: 'ignore' });
}

function use(cert: string, key = cert): void {
  copyFileSync(join(directory, `${cert}.crt`), files.cert);
  copyFileSync(join(directory, `${key}.key`), files.key);
}

beforeAll(async () => {
  const openssl = await ensurePeer('openssl');
  for (const name of ['first', 'second']) make(openssl, name);
});
afterEach(async () => {
  if (running !== undefined) await stopServer(running, 0);
  running = undefined;
});
afterAll(() => rmSync(directory, { recursive: true }));

async function serve() {
  use('first');
  const server = createHttpServer({
    tls: readTlsFiles(files),
    pages: async (_, response) => void response.end('page'),
    onError: (error) => {
      throw error;
    },
  });
  running = server;
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  const address = server.address();
  return { server, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

/** What a browser that trusts our test certificates sees: the name of the certificate, the version, and the answer's head. */
async function look(port: number, maxVersion: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3') {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { minVersion: 'TLSv1.1', maxVersion, rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername: 'localhost', ...options });
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  socket.on('secureConnect', () => socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'));
  let seen = { name: '', version: '' };
  socket.on('secureConnect', () => {
    seen = { name: String(socket.getPeerCertificate().subject.CN), version: socket.getProtocol() ?? '' };
  });
  socket.on('close', () => resolve(text)).on('error', reject);
  return { text: await promise, ...seen };
}

test('it speaks TLS from 1.2 on, and tells browsers to stay with it', async () => {
  const { port } = await serve();
  expect(await look(port)).toMatchObject({
    name: 'first',
    version: 'TLSv1.3',
    text: expect.stringMatching(/strict-transport-security: max-age=31536000/i),
  });
  expect(await look(port, 'TLSv1.2')).toMatchObject({ version: 'TLSv1.2' });
  await expect(look(port, 'TLSv1.1')).rejects.toThrow();
});

test('a renewed certificate is taken up without a restart, and a pair that does not fit leaves the old one in use', async () => {
  const { server, port } = await serve();
  if (!(server instanceof Server)) throw new Error('It speaks no TLS.');
  const clock = createFakeClock(0);
  const lines: string[] = [];
  const log = createLogger({ level: 'info', stream: { write: (line: string) => void lines.push(line) } });
  const following = followTlsFiles(files, server, clock, log);
  use('second', 'first');
  await clock.advance(20_000);
  expect((await look(port)).name).toBe('first');
  expect(lines.filter((line) => line.includes('cannot be used'))).toHaveLength(1);
  use('second');
  await clock.advance(10_000);
  expect((await look(port)).name).toBe('second');
  writeFileSync(files.cert, 'no certificate');
  await clock.advance(10_000);
  expect((await look(port)).name).toBe('second');
  expect(lines.join('')).not.toContain('PRIVATE');
  following.stop();
});

test('a pair that does not fit is refused at the start', () => {
  use('first', 'second');
  expect(() => readTlsFiles(files)).toThrow(/key values mismatch/i);
});

/** The version and cipher that a client which offers this comes to. */
async function offer(port: number, version: SecureVersion, ciphers: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const options = { host: '127.0.0.1', port, minVersion: version, maxVersion: version, ciphers, rejectUnauthorized: false };
  const socket = connect(options, () => resolve()).once('error', reject);
  await promise;
  const found = { version: socket.getProtocol(), cipher: socket.getCipher().standardName };
  socket.destroy();
  return found;
}

test('versions before 1.2 are refused by the server, also where a client is willing', async () => {
  const { port } = await serve();
  for (const old of ['TLSv1', 'TLSv1.1'] as const) {
    await expect(offer(port, old, 'ALL:@SECLEVEL=0')).rejects.toThrow(/alert protocol version/);
  }
});

test('of two ciphers the better one is taken, whatever the client likes better, and none without a certificate', async () => {
  const { port } = await serve();
  const { cipher } = await offer(port, 'TLSv1.2', 'ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-GCM-SHA256');
  expect(cipher).toBe('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256');
  const anonymous = 'AECDH-AES256-SHA:ADH-AES256-GCM-SHA384:@SECLEVEL=0';
  await expect(offer(port, 'TLSv1.2', anonymous)).rejects.toThrow(/alert handshake failure/);
});
