import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { createScenarioFleet } from '#collectors/transport/simulated/scenario-fleet.ts';
import { createSimulatedTransport } from '#collectors/transport/simulated/simulated.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { openStore } from '#lib/store/open-store.ts';
import { cleanUp, start, targetsOf, tempFolder } from '../../e2e/support/daemon-rig.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { Daemon } from './daemon.ts';

afterEach(cleanUp);

const names = Array.from({ length: 30 }, (_, at) => `hv${at}`);

test('hosts that are due at once share the event loop: never two of them write in one turn of it', async () => {
  const clock = createFakeClock(start);
  const store = await openStore({ file: join(await tempFolder(), 'hvitals.db'), mode: 'collectors', now: clock.now });
  const fleet = createScenarioFleet(names.map((name, at) => makeHost(name, [linuxVm(testVmId(at, 1), `vm-${at}`, start)])));
  let turn = 0;
  const turnOf = new Map<string, number>();
  const daemon = new Daemon({
    registry,
    clock,
    log: createLogger({ level: 'error' }),
    store: {
      ...store,
      commitTick(tick) {
        turnOf.set(tick.host, turn);
        return store.commitTick(tick);
      },
    },
    transportOf: () => createSimulatedTransport(fleet, clock.now),
  });
  await daemon.apply({ collectors: {} }, targetsOf(...names));
  // Long enough for all of them to be due; nothing but turns of the loop moves them on from here.
  await clock.advance(5_000);
  while (daemon.readiness().waitingFor > 0) {
    turn += 1;
    await nextTurn();
  }
  const turns = [...turnOf.values()].filter((at) => at > 0);
  expect(turnOf.size).toBe(names.length);
  expect(turns.length).toBeGreaterThan(10);
  expect(new Set(turns).size).toBe(turns.length);
  await daemon.stop();
  await store.close();
});
