import { afterEach, expect, test } from 'vitest';
import { cleanUp, rigFor, targetsOf } from '../../e2e/support/daemon-rig.ts';
import { makeHost } from '../../e2e/support/make-host.ts';

afterEach(cleanUp);

const ntp = (offsetMs: number) => ({ offsetMs, delayMs: 1, stratum: 1, rootDispersionMs: 1 });

test('NTP servers of the configuration reach the host, those of a target first, and a change of them without a restart', async () => {
  const host = makeHost('hv01', []);
  const servers = { one: ntp(-1_000), two: ntp(-2_000) };
  const { daemon, clock, scrape } = await rigFor([{ ...host, clock: { ...host.clock, servers } }]);
  const offset = async () => /^hvitals_host_clock_offset_seconds\{host="hv01"\} (\S+)$/m.exec(await scrape())?.[1];
  const [target] = targetsOf('hv01');
  if (target === undefined) throw new Error('no target');
  const clockOf = (...ntpServers: string[]) => ({ collectors: {}, clock: { ntpServers, ownNtpServers: [] } });
  await daemon.apply({ collectors: {} }, [target]);
  await clock.advance(31_000);
  expect(await offset()).toBeUndefined();
  await daemon.apply(clockOf('one'), [target]);
  await clock.advance(31_000);
  expect(Number(await offset())).toBeCloseTo(1, 2);
  await daemon.apply(clockOf('one'), [{ ...target, ntpServers: ['two'] }]);
  await clock.advance(31_000);
  expect(Number(await offset())).toBeCloseTo(2, 2);
});
