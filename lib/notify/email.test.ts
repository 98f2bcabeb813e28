import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../e2e/support/free-port.ts';
import { startSmtpServer } from '../../e2e/support/smtp-server.ts';
import { receiver } from '../config/notify-schema.ts';
import { createSender } from './sender.ts';
import { toldAlert } from './testdata/told.ts';

const now = Date.UTC(2026, 10, 23, 8);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serve(options: Parameters<typeof startSmtpServer>[0] = {}) {
  const server = await startSmtpServer(options);
  cleanups.push(server.stop);
  return server;
}
const mailTo = (port: number, smtp: object = {}) =>
  createSender(
    receiver.parse({
      ...{ name: 'mail', kind: 'email', from: 'hvitals@example.com', to: ['ops@example.com', 'night@example.com'] },
      smtp: { host: '127.0.0.1', port, ...smtp },
    }),
    'https://hvitals.example.com',
  );
const batch = {
  id: 'b-1',
  receiver: 'mail',
  items: [toldAlert({ summary: 'Lost: <b>\r\nBcc: all@example.com', placed: { vm: 'x' } })],
};
const attempt = (signal = AbortSignal.timeout(10_000)) => ({ now, signal });

test('a mail reaches everybody, with an id that is the same each time, and no header that a guest wrote', async () => {
  const { port, mails } = await serve();
  const sender = mailTo(port);
  expect(await sender.send(batch, attempt())).toEqual({ result: 'delivered' });
  await sender.send(batch, attempt());
  expect(mails).toHaveLength(2);
  const [first, second] = mails;
  expect(first).toMatchObject({ from: 'hvitals@example.com', to: ['ops@example.com', 'night@example.com'] });
  const headers = first?.source.split('\r\n\r\n')[0] ?? '';
  expect(headers).toContain('Message-ID: <b-1@example.com>');
  expect(second?.source).toContain('Message-ID: <b-1@example.com>');
  expect(headers).toContain('Subject: [hvitals] 1 firing: Lost: <b> Bcc: all@example.com');
  expect(headers).toContain('Auto-Submitted: auto-generated');
  expect(headers).not.toMatch(/^Bcc:/im);
  expect(first?.source).toContain('Lost: &lt;b&gt; Bcc');
});

test('a password is read from its file; a wrong one is a failure that can be put right, and is never shown', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-mail-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const file = join(folder, 'password');
  await writeFile(file, 'wrong-one\n');
  await chmod(file, 0o600);
  const { port, mails } = await serve({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username ?? '' }) : done(new Error('Invalid username or password')),
  });
  const sender = mailTo(port, { user: 'hvitals', password: { file } });
  const outcome = await sender.send(batch, attempt());
  expect(outcome).toMatchObject({ result: 'failed', error: expect.stringContaining('Invalid') });
  expect(JSON.stringify(outcome)).not.toContain('wrong-one');
  await writeFile(file, 'right\n');
  expect(await sender.send(batch, attempt())).toEqual({ result: 'delivered' });
  expect(mails[0]?.user).toBe('hvitals');
  const gone = mailTo(port, { user: 'hvitals', password: { file: join(folder, 'none') } });
  expect(await gone.send(batch, attempt())).toMatchObject({ result: 'failed', error: expect.stringContaining('ENOENT') });
});

test('a password is sent to another machine encrypted only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-mail-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const file = join(folder, 'password');
  await writeFile(file, 'right');
  let signedOn = 0;
  const { port, mails } = await serve({
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => {
      signedOn += 1;
      done(null, { user: 'hvitals' });
    },
  });
  // The loopback under a name that does not say so.
  const outcome = await mailTo(port, { host: '127.1', user: 'hvitals', password: { file } }).send(batch, attempt());
  expect(outcome).toMatchObject({ result: 'failed', error: expect.stringMatching(/STARTTLS|TLS/) });
  expect([signedOn, mails]).toEqual([0, []]);
});

test('what the server turns down for good is refused, what it puts off is a failure, and one address of two is a delivery', async () => {
  const turnDown = (responseCode: number, which: RegExp) =>
    serve({
      onRcptTo: ({ address }, _session, done) =>
        done(which.test(address) ? Object.assign(new Error('no such user'), { responseCode }) : null),
    });
  const forGood = await turnDown(550, /./);
  expect(await mailTo(forGood.port).send(batch, attempt())).toMatchObject({
    result: 'refused',
    error: expect.stringContaining('no such user'),
  });
  const putOff = await turnDown(451, /./);
  expect(await mailTo(putOff.port).send(batch, attempt())).toMatchObject({ result: 'failed' });
  const half = await turnDown(550, /^night/);
  expect(await mailTo(half.port).send(batch, attempt())).toEqual({ result: 'delivered', note: 'not taken for 1 of 2 addresses' });
  expect(half.mails).toHaveLength(1);
});

test('a server that says nothing is given up with the signal; one that is not there is a failure', async () => {
  const silent = createServer((socket) => cleanups.push(() => socket.destroy()));
  const port = await freePort();
  await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
  cleanups.push(() => silent.close());
  const stop = new AbortController();
  const sending = mailTo(port).send(batch, attempt(stop.signal));
  setImmediate(() => stop.abort());
  expect(await sending).toMatchObject({ result: 'failed' });
  const nobody = await mailTo(await freePort()).send(batch, attempt());
  expect(nobody).toMatchObject({ result: 'failed', error: expect.stringContaining('ECONNREFUSED') });
});
