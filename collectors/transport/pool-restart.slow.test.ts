import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { buildDispatcher } from './build-dispatcher.ts';
import type { Connection } from './connection.ts';
import { Dispatcher } from './dispatcher.ts';
import { localConnection } from './local.ts';
import { PowerShellPool } from './powershell-pool.ts';
import { ask, collect, dataOf, fakeModule } from './testdata/fake-module.ts';
import type { ScrapeRequest, Transport } from './transport.ts';

const hosts = 20;
const atOnce = 5;
let pool: PowerShellPool;
let dispatcher: Dispatcher;

beforeAll(async () => {
  const { executable } = await ensurePwsh();
  const log = pino({ level: 'silent' });
  const [clock, env] = [systemClock, process.env];
  const dispatcherText = buildDispatcher();
  pool = new PowerShellPool({ executable, processes: 2, dispatcherText, moduleText: fakeModule.text, env, clock, log });
  dispatcher = new Dispatcher({ pool, moduleHash: fakeModule.hash, clock, log });
}, 300_000);

afterAll(async () => {
  await dispatcher.close();
  await pool.close();
});

/** Sessions that share processes, as those of remote hosts do, without the hosts. */
const transport: Transport = {
  scrape: ({ name }, request, signal) => {
    const connection: Connection = { ...localConnection(name), ownsProcess: false };
    return dispatcher.scrape(connection, request, signal);
  },
  close: () => Promise.resolve(),
};

const scrapeOne = (index: number, request: ScrapeRequest) =>
  collect(transport, { name: `hv${index}`, transport: 'local' }, request, AbortSignal.timeout(60_000));

/** Some at a time: opening a session is the expensive part, and the scheduler spreads it too. */
async function openAll(): Promise<readonly number[]> {
  const pids: number[] = [];
  for (let first = 0; first < hosts; first += atOnce) {
    const answers = await Promise.all(Array.from({ length: atOnce }, (_, index) => scrapeOne(first + index, ask('pid'))));
    expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
    pids.push(...answers.map((answer) => Number(dataOf(answer, 'pid'))));
  }
  return pids;
}

it(`a PowerShell process that dies with ${hosts} hosts in flight costs each of its hosts that one call`, async () => {
  const pids = await openAll();
  const [doomed, spared] = [...new Set(pids)];
  expect(new Set(pids).size).toBe(2);
  let inFlight = 0;
  const allInFlight = Promise.withResolvers<void>();
  const noting: Transport = {
    ...transport,
    async *scrape(...given) {
      for await (const frame of transport.scrape(...given)) {
        inFlight += 1;
        if (inFlight === hosts) allInFlight.resolve();
        yield frame;
      }
    },
  };
  const request = ask('pid', ['sleep', { ms: 15_000 }]);
  const under = pids.map((_, index) =>
    collect(noting, { name: `hv${index}`, transport: 'local' }, request, AbortSignal.timeout(60_000)),
  );
  await allInFlight.promise;
  process.kill(doomed ?? 0, 'SIGKILL');
  for (const [index, answer] of (await Promise.all(under)).entries()) {
    const isDoomed = pids[index] === doomed;
    expect(answer.error?.outcome).toBe(isDoomed ? 'error' : undefined);
    if (isDoomed) expect(answer.error?.message).toContain('SIGKILL');
    else expect(dataOf(answer, 'pid')).toBe(spared);
  }
  const pidsAfter = new Set(await openAll());
  expect(pidsAfter.size).toBe(2);
  expect(pidsAfter).not.toContain(doomed);
}, 180_000);
