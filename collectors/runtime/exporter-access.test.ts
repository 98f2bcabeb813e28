import { chmodSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBearerGate } from '#lib/auth/bearer-gate.ts';
import { SecretFileError } from '#lib/config/secret-file.ts';
import { createLogger } from '#lib/log.ts';
import { rawRequest, serveExporter } from '../../e2e/support/serve-exporter.ts';

const token = 'c2NyYXBlcnMtb25seQ.for-tests_~+/';
let folder = '';
let file = '';
let lines: string[] = [];
const closers: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hvitals-gate-'));
  file = join(folder, 'token');
  lines = [];
  write(token);
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
  rmSync(folder, { recursive: true });
});

/** As a careful program renews a secret: whole, in one step. */
function write(text: string, mode = 0o600): void {
  writeFileSync(`${file}.new`, text);
  chmodSync(`${file}.new`, mode);
  renameSync(`${file}.new`, file);
}
const log = () => createLogger({ level: 'debug', stream: { write: (line) => void lines.push(line) } });

async function serve() {
  const rig = await serveExporter({ gate: createBearerGate({ file }, log()) });
  closers.push(rig.close);
  return {
    ...rig,
    get: (path: string, authorization?: string, method?: string) =>
      rawRequest(`${rig.url}${path}`, authorization === undefined ? {} : { authorization }, method),
  };
}

test.each(['/', '/metrics', '/metrics?shard=1/4', '/api/v1/sd', '/nowhere'])('%s wants the token', async (path) => {
  const { get } = await serve();
  const without = await get(path);
  expect([without.status, without.headers['www-authenticate']]).toEqual([401, 'Bearer realm="hvitals"']);
  expect(without.body.toString()).toBe('Send the token of metrics.bearer, as Authorization: Bearer <token>.\n');
  const wrong = await get(path, `Bearer ${token}x`);
  expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([401, 'Bearer realm="hvitals", error="invalid_token"']);
  expect((await get(path, `Bearer ${token}`)).status).toBe(path === '/nowhere' ? 404 : 200);
});

test.each(['/healthz', '/readyz'])('%s is for everybody', async (path) => {
  const { get } = await serve();
  expect((await get(path)).status).toBe(200);
});

test.each([
  '',
  'Bearer',
  'Bearer ',
  `Basic ${Buffer.from(`x:${token}`).toString('base64')}`,
  `Bearer ${token.slice(0, -1)}`,
  `Bearer ${token} x`,
  token,
  `Bearer ${'x'.repeat(9_000)}`,
])('the header %j lets nobody in', async (authorization) => {
  const { get } = await serve();
  expect((await get('/metrics', authorization)).status).toBe(401);
  expect((await get('/metrics', authorization, 'POST')).status).toBe(401);
});

test('a new token in the file holds from the next request on, and the old one no longer', async () => {
  const { get } = await serve();
  write('another-token-of-enough-length\n');
  expect((await get('/metrics', `Bearer ${token}`)).status).toBe(401);
  expect((await get('/metrics', 'Bearer another-token-of-enough-length')).status).toBe(200);
});

test('while the file cannot be used nobody is let in, and the log says once why, without the token', async () => {
  const { get } = await serve();
  for (const spoil of [
    () => write('short'),
    () => write(token, 0o644),
    () => write('two\nlines of some length'),
    () => unlinkSync(file),
  ]) {
    spoil();
    for (let round = 0; round < 2; round++)
      expect((await get('/metrics', `Bearer ${token}`)).body.toString()).toContain('cannot be used');
  }
  expect(lines.filter((line) => line.includes('"error"'))).toHaveLength(4);
  expect(lines.join()).not.toContain(token);
  write(token);
  expect((await get('/metrics', `Bearer ${token}`)).status).toBe(200);
});

test('a file that cannot be used at the start is an error that names it', () => {
  for (const spoil of ['short', 'not a token, with blanks', '', 'two-lines-that-are\nlong-enough']) {
    write(spoil);
    expect(() => createBearerGate({ file }, log())).toThrow(SecretFileError);
    expect(() => createBearerGate({ file }, log())).toThrow(file);
  }
});
