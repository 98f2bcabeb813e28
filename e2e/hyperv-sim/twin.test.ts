// Longer than 250 lines: the twins of every collector are compared by the same few functions.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHostModule } from '../../collectors/host-module/build-host-module.ts';
import { parseFrame } from '../../collectors/transport/parse-frame.ts';
import { demoFleet } from '../../collectors/transport/simulated/demo-fleet.ts';
import { toHostileGuest } from '../../collectors/transport/simulated/hostile-guest.ts';
import { recordData } from '../../collectors/transport/simulated/records.ts';
import type { SimulatedHost, SimulatedVm } from '../../collectors/transport/simulated/scenario.ts';
import type { Json } from '../../lib/model/json.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { writeSimulatedState } from './write-state.ts';

// Longer than 250 lines: the twins are compared by one set of helpers.
/*
 * The twins: the real scripts on the real engine over the simulated host's CIM rows, and recordData. From one scenario both must send
 * the same records. The wording of reasons and the order of rows are free.
 */

const noon = Date.UTC(2026, 5, 1, 12, 1);
const fleet = demoFleet({ hosts: 6, vmsPerHost: 20, seed: 1 });
const collectors = ['vm', 'heartbeat', 'integration-services', 'kvp', 'beacon'] as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-twin-'));
  await ensurePwsh();
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

interface TwinRecord {
  readonly outcome: string;
  readonly reason: string | undefined;
  readonly data: unknown;
}
type Records = Readonly<Record<string, TwinRecord>>;

let runs = 0;

/** What the real scripts send for a host. */
async function fromScripts(host: SimulatedHost, args: Json): Promise<Records> {
  runs += 1;
  const [state, script] = [join(folder, `state-${runs}.json`), join(folder, `scrape-${runs}.ps1`)];
  await writeSimulatedState(host, state, noon);
  const asked = collectors.map((name) => ({ name, timeoutMs: 20_000, args }));
  const request = Buffer.from(
    JSON.stringify({ v: 1, nonce: 'twin', deadlineMs: 60_000, watchdog: false, collectors: asked }),
  ).toString('base64');
  const { text, hash } = buildHostModule();
  await writeFile(script, `${text}\nInvoke-HvitalsScrape -Request '${request}'\n`);
  const { executable } = await ensurePwsh();
  const { stdout } = await promisify(execFile)(executable, ['-NoLogo', '-NonInteractive', '-NoProfile', '-File', script], {
    env: {
      ...process.env,
      HOME: folder,
      NO_COLOR: '1',
      TERM: 'dumb',
      PSModulePath: join(import.meta.dirname, 'modules'),
      HVITALS_SIM_STATE: state,
      HVITALS_SIM_LOG: join(folder, `calls-${runs}.log`),
    },
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const records: Record<string, TwinRecord> = {};
  for (const line of stdout.split(/\r?\n/).filter((one) => one !== '')) {
    const frame = parseFrame(line, { module: hash, nonce: 'twin' });
    if (frame.kind === 'bad') throw new Error(frame.reason);
    if (frame.kind !== 'record') continue;
    const { collector, outcome, reason, data } = frame.record;
    records[collector] = { outcome, reason, data };
  }
  return records;
}

/** What the TypeScript fleet sends for it. */
function fromFleet(host: SimulatedHost, args: Json): Records {
  return Object.fromEntries(
    collectors.map((name) => {
      const { outcome, reason, data } = recordData(host, name, args, noon);
      return [name, { outcome, reason, data: JSON.parse(JSON.stringify(data)) }];
    }),
  );
}

interface Row {
  readonly id: string;
  readonly kind?: string;
  readonly onTimeMs?: number;
}

/** Rows in one order. Time goes on while the scripts run: an uptime that is at most a minute longer than expected is the expected one. */
function normalised(records: Records, expected: Records): Records {
  const key = ({ id, kind }: Row) => `${id} ${kind}`;
  const rowsOf = (data: unknown) => (data as { vms?: Row[] } | null | undefined)?.vms ?? [];
  return Object.fromEntries(
    Object.entries(records).map(([name, record]) => {
      const uptimes = new Map(rowsOf(expected[name]?.data).map((row) => [key(row), row.onTimeMs ?? 0]));
      const vms = rowsOf(record.data)
        .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
        .map((row) => {
          const late = (row.onTimeMs ?? 0) - (uptimes.get(key(row)) ?? 0);
          return late > 0 && late < 60_000 && row.onTimeMs !== 0 ? { ...row, onTimeMs: uptimes.get(key(row)) } : row;
        });
      return [
        name,
        {
          ...record,
          reason: record.reason === undefined ? undefined : 'some reason',
          data: record.data === null ? null : { ...(record.data as object), vms },
        },
      ];
    }),
  );
}

const outcomesOf = (records: Records) => collectors.map((name) => records[name]?.outcome);

async function expectTwins(host: SimulatedHost, args: Json = {}): Promise<Records> {
  const expected = fromFleet(host, args);
  const real = await fromScripts(host, args);
  expect(outcomesOf(real), JSON.stringify(collectors.map((name) => real[name]?.reason))).toEqual(outcomesOf(expected));
  expect(normalised(real, expected)).toEqual(normalised(expected, expected));
  return real;
}

function hostAt(name: string, now = noon): SimulatedHost {
  const host = fleet.hostAt(name, now);
  if (host === undefined) throw new Error(`${name} is out of reach`);
  return host;
}

function withFaults(faults: Partial<SimulatedHost['faults']>): SimulatedHost {
  const host = hostAt('hv02');
  return { ...host, vms: host.vms.slice(-4), faults: { ...host.faults, ...faults } };
}

describe('scripts and fleet send the same', { timeout: 120_000 }, () => {
  it.each(['hv01', 'hv02', 'hv03'])('for host %s of the demo fleet', async (name) => {
    expect(outcomesOf(await expectTwins(hostAt(name)))).toEqual(Array(5).fill('ok'));
  });

  it('while a KVP daemon is dead', async () => {
    const dead = Array.from({ length: 20 }, (_, half) => hostAt('hv01', noon + half * 30_000)).find(
      ({ vms }) => vms[1]?.services.kvp.status[0] === 12,
    );
    expect(dead).toBeDefined();
    if (dead !== undefined) await expectTwins(dead);
  });

  it('for blocks that the near side knows, by the same hashes', async () => {
    const host = hostAt('hv01');
    const sent = fromFleet(host, {}).kvp?.data as { vms: { id: string; intrinsic: { hash: string | null } }[] };
    const known = Object.fromEntries(sent.vms.map(({ id, intrinsic }) => [id, { intrinsic: intrinsic.hash, guest: 'unknown' }]));
    const real = await expectTwins(host, { known });
    expect(JSON.stringify(real.kvp?.data)).not.toContain('OSBuildNumber');
  });

  it('for names and KVP texts that guests and people make up', async () => {
    const names = ['it\'s "quoted"', '$(reboot) `whoami`', 'two\nlines', '<b>&amp;</b>', '漢字 😀', ' ', "'; Remove-Item / #"];
    const host = hostAt('hv01');
    const vms = names.map((name, index): SimulatedVm => {
      const vm = host.vms[index];
      if (vm === undefined) throw new Error('the host has too few VMs');
      return {
        ...vm,
        name,
        kvp: { ...vm.kvp, guest: names.map((text) => [text, text] as const), rawGuestItems: ['', '<', name] },
      };
    });
    await expectTwins({ ...host, vms });
  });

  it('for a block beyond the limits', async () => {
    const host = hostAt('hv01');
    const guest = Array.from({ length: 1_300 }, (_, n) => [`key-${n}`, 'x'.repeat(50)] as const);
    const vms = host.vms.slice(0, 1).map((vm) => ({ ...vm, kvp: { ...vm.kvp, guest } }));
    await expectTwins({ ...host, vms });
  });

  it('for beacons, each item in one record only, at the same moment', async () => {
    const host = { ...hostAt('hv02'), clockOffsetMs: 40_000 };
    const real = await expectTwins(host);
    expect(JSON.stringify(real.kvp?.data)).not.toContain('hvitals.');
    expect(JSON.stringify(real.beacon?.data).match(/hvitals\.beacon</g)?.length).toBeGreaterThan(5);
  });

  it('for forged beacons, odd white space, and more than the limits', async () => {
    const host = hostAt('hv01');
    const guests: SimulatedVm['kvp']['guest'][] = [
      Array.from({ length: 250 }, (_, at) => [`hvitals.disk.${at}`, 'dev=a;bytes=1;'] as const),
      Array.from({ length: 10 }, (_, at) => [`hvitals.fs.${at}`, 'x'.repeat(40_000)] as const),
      [
        ['  hvitals.beacon', 'v=1;'],
        ['mine', '\n hvitals.x'],
        ['HVITALS.beacon', 'v=1;'],
        ['xhvitals.y', 'hvitals'],
        ['\u00a0hvitals.z', ''],
      ],
    ];
    const vms = guests.flatMap((guest, at) => {
      const vm = host.vms[at];
      return vm === undefined
        ? []
        : [{ ...vm, kvp: { ...vm.kvp, guest, rawGuestItems: ['', '<VALUE >\t hvitals.', '<VALUE>hvitals'] } }];
    });
    const real = await expectTwins({ ...host, vms });
    const rows = (real.beacon?.data as { vms: { cut?: boolean }[] } | undefined)?.vms ?? [];
    expect(rows.map(({ cut }) => cut)).toEqual([true, true, undefined]);
  });

  it('for the worst guest that there can be, beside good neighbours', async () => {
    const { vms, ...host } = hostAt('hv01');
    const [one, two, ...others] = vms;
    if (one === undefined || two === undefined) throw new Error('the host has too few VMs');
    await expectTwins({ ...host, vms: [toHostileGuest(one, two, noon), two, ...others.slice(0, 3)] });
  });

  it('for a host without rights, and for one without VMs', async () => {
    expect(outcomesOf(await expectTwins({ ...hostAt('hv02'), rights: 'none' }))).toEqual(Array(5).fill('access-denied'));
    await expectTwins({ ...hostAt('hv02'), vms: [] });
  });

  it('for a host without Hyper-V', async () => {
    const records = await expectTwins(withFaults({ missingNamespaces: ['root/virtualization/v2'] }));
    expect(outcomesOf(records)).toEqual(Array(5).fill('unsupported'));
  });

  it.each([
    'Msvm_PlannedComputerSystem',
    'Msvm_VirtualSystemSettingData',
    'Msvm_KvpExchangeComponent',
    'Msvm_HeartbeatComponentSettingData',
  ])('for a host where %s is missing', async (name) => {
    await expectTwins(withFaults({ missingClasses: [name] }));
  });

  it('for classes that fail, by the code in the failure', async () => {
    const failingClasses = {
      Msvm_KvpExchangeComponent: 'Access denied (0x80041003)',
      Msvm_HeartbeatComponent: 'Generic failure',
    };
    const records = await expectTwins(withFaults({ failingClasses }));
    expect(outcomesOf(records)).toEqual(['ok', 'error', 'partial', 'access-denied', 'access-denied']);
  });

  it('for a replica, whatever its mode', async () => {
    const host = hostAt('hv01');
    const vms = host.vms.slice(0, 5).map((vm, replicationMode) => ({ ...vm, replicationMode }));
    await expectTwins({ ...host, vms });
  });

  it('for VMs in every state, in transition too', async () => {
    const host = hostAt('hv01');
    const states = [1, 2, 3, 4, 6, 9, 10, 11, 32_768];
    const vms = host.vms.slice(0, states.length).map((vm, index): SimulatedVm => {
      const state = states[index] ?? 2;
      return {
        ...vm,
        state,
        otherState: state === 1 ? 'Saving' : undefined,
        startedAt: state === 3 || state === 6 ? undefined : noon - 5_000,
      };
    });
    await expectTwins({ ...host, vms });
  });
});
