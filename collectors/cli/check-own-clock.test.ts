import { expect, it } from 'vitest';
import { freeUdpPort } from '../../e2e/support/chronyd.ts';
import { startNtpServer } from '../../e2e/support/ntp-server.ts';
import { checkOwnClock } from './check-own-clock.ts';

it('asks nobody where no server is configured, and says so', async () => {
  expect(await checkOwnClock([])).toMatchObject([{ status: 'ok', message: expect.stringContaining('clock.ownNtpServers') }]);
});

it('compares the clock with every server, warns where it is off and where nobody answers', async () => {
  await using good = await startNtpServer();
  await using ahead = await startNtpServer({ offsetMs: 90_000 });
  const servers = [good.port, ahead.port, await freeUdpPort()].map((port) => `127.0.0.1:${port}`);
  const [first, second, third] = await checkOwnClock(servers);
  expect(first).toMatchObject({
    status: 'ok',
    message: expect.stringMatching(/ms (ahead of|behind) 127\.0\.0\.1:\d+, give or take/),
  });
  expect(second).toMatchObject({ status: 'warn', message: expect.stringMatching(/^(8999\d|9000\d)\.\d ms behind/) });
  expect(third).toMatchObject({ status: 'warn', message: expect.stringContaining('unreachable') });
});
