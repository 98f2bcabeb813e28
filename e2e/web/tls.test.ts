import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpServer, listenOn, stopServer } from '#app/_server/http-server.ts';
import { readTlsFiles } from '#app/_server/tls-files.ts';

let directory: string;
let server: Server;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hvitals-tls-'));
  const files = { cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-days', '1', '-keyout', files.key, '-out', files.cert], { stdio: 'ignore' });
  server = createHttpServer({
    pages: async (_, response) => void response.end(),
    onError: () => undefined,
    tls: readTlsFiles(files),
  });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await stopServer(server, 0);
  rmSync(directory, { recursive: true });
});

/** What a client that offers this comes to. */
async function offer(
  version: SecureVersion,
  ciphers: string,
): Promise<{ readonly protocol: string | null; readonly cipher: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const { port } = server.address() as AddressInfo;
  const options = { host: '127.0.0.1', port, minVersion: version, maxVersion: version, ciphers, rejectUnauthorized: false };
  const socket = connect(options, () => resolve(socket)).once('error', reject);
  const { getProtocol, getCipher } = await promise;
  const found = { protocol: getProtocol.call(socket), cipher: getCipher.call(socket).standardName };
  socket.destroy();
  return found;
}

test('speaks TLS 1.2 and 1.3 and nothing older', async () => {
  expect(await offer('TLSv1.3', 'TLS_AES_256_GCM_SHA384')).toMatchObject({ protocol: 'TLSv1.3' });
  expect(await offer('TLSv1.2', 'ECDHE-ECDSA-AES128-GCM-SHA256')).toMatchObject({ protocol: 'TLSv1.2' });
  // The client here is willing to; the server says no.
  for (const old of ['TLSv1', 'TLSv1.1'] as const) {
    await expect(offer(old, 'ALL:@SECLEVEL=0')).rejects.toThrow(/alert protocol version/);
  }
});

test('takes the better of two ciphers, whatever the client likes better, and none that names nobody', async () => {
  const { cipher } = await offer('TLSv1.2', 'ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-GCM-SHA256');
  expect(cipher).toBe('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256');
  // Without a certificate, which this client is willing to do.
  await expect(offer('TLSv1.2', 'AECDH-AES256-SHA:ADH-AES256-GCM-SHA384:@SECLEVEL=0')).rejects.toThrow(/alert handshake failure/);
});
