import { beforeAll, expect, test } from 'vitest';
import { buildHostModule } from '#collectors/host-module/build-host-module.ts';
import type { SimulatedHost, SimulatedVm } from '#collectors/transport/simulated/scenario.ts';
import { ensurePeer } from './peers/ensure-peer.ts';
import { runProgram } from './peers/run-program.ts';
import { ensurePwsh } from './pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from './support/make-host.ts';
import { pollOnce, type Seen } from './support/real-host-rig.ts';

const now = Date.now();
const web = linuxVm(testVmId(1, 1), 'web', now);
const db = linuxVm(testVmId(1, 2), 'db', now);
const good = makeHost('hv01', [web, db]);
const withFaults = (faults: Partial<SimulatedHost['faults']>): SimulatedHost => ({
  ...good,
  faults: { ...good.faults, ...faults },
});
const hostileText = '</script><img src=x onerror=alert(1)>\u001b[31m\u0085\u202e\u0000"\\{{7*7}}$(1+41)';
const controls = /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;
/** What JSON may not carry as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const c0 = /[\u0000-\u001f]/;

/** Scrapes of what Hyper-V's classes alone say; the others read logs, files, the clock or Windows too. */
const hypervScrapes = ({ scrapes }: Seen) => Object.entries(scrapes).filter(([name]) => Object.hasOwn(all(''), name));
const outcomesOf = (seen: Seen) => Object.fromEntries(hypervScrapes(seen).map(([name, { outcome }]) => [name, outcome]));
const all = (outcome: string) => ({
  vm: outcome,
  heartbeat: outcome,
  'integration-services': outcome,
  kvp: outcome,
  beacon: outcome,
});
const stateOf = ({ metrics }: Seen, vm: SimulatedVm) =>
  new RegExp(`^hvitals_vm_state\\{vm_id="${vm.id}",.*\\} (\\d+)$`, 'm').exec(metrics)?.[1];

beforeAll(async () => {
  await Promise.all([ensurePwsh(), ensurePeer('promtool')]);
}, 300_000);

/** What must hold whatever a host or a guest says: metrics that promtool takes, JSON and log lines without a character that acts. */
async function expectSafe(seen: Seen): Promise<void> {
  const check = await runProgram(await ensurePeer('promtool'), ['check', 'metrics'], { timeoutMs: 20_000, input: seen.metrics });
  expect({ code: check.code, said: check.stdout + check.stderr }).toEqual({ code: 0, said: '' });
  expect(seen.metrics.isWellFormed()).toBe(true);
  expect(seen.metrics).not.toContain('\0');
  for (const line of seen.log) {
    expect(line.slice(0, -1)).not.toMatch(controls);
    expect(line.slice(0, -1)).not.toContain('\n');
    JSON.parse(line);
  }
  for (const body of seen.bodies) expect(body).not.toMatch(c0);
}

test('no virtualization namespace: unsupported for all, said on the targets page, and no VM is shown', async () => {
  const seen = await pollOnce(withFaults({ missingNamespaces: ['root/virtualization/v2'] }));
  expect(outcomesOf(seen)).toEqual(all('unsupported'));
  for (const [, { reason }] of hypervScrapes(seen)) expect(reason).toMatch(/Hyper-V does not answer: .*namespace not found/);
  expect(seen.metrics).toContain('hvitals_scrape_outcome{host="hv01",collector="kvp",outcome="unsupported"} 1\n');
  expect(seen.metrics).not.toContain('hvitals_vm_');
}, 60_000);

test('a missing class costs its own collector and leaves every VM its other readings', async () => {
  const seen = await pollOnce(withFaults({ missingClasses: ['Msvm_KvpExchangeComponent'] }));
  expect(outcomesOf(seen)).toEqual({
    ...all('ok'),
    'integration-services': 'partial',
    kvp: 'unsupported',
    beacon: 'unsupported',
  });
  expect(seen.scrapes.kvp?.reason).toContain('Msvm_KvpExchangeComponent: class not found');
  for (const vm of [web, db]) {
    expect(stateOf(seen, vm)).toBe('2');
    expect(seen.vm(vm.id).heartbeat?.reading.primary).toBe(2);
    expect(seen.vm(vm.id).kvp).toBeNull();
  }
}, 60_000);

test('no rights, which shows as the row of the host and no error: access-denied with what to do', async () => {
  const seen = await pollOnce({ ...good, rights: 'none' });
  expect(outcomesOf(seen)).toEqual(all('access-denied'));
  expect(seen.scrapes.vm?.reason).toBe('Hyper-V counts 2 VMs and shows none: the account is not in Hyper-V Administrators');
  expect(seen.metrics).not.toContain('hvitals_vm_');
}, 60_000);

test('dates of 1601 are unknown, not four hundred years ago', async () => {
  const unset = Date.UTC(1601, 0, 1);
  const off = linuxVm(testVmId(1, 3), 'off', now, { state: 3, startedAt: undefined, createdAt: unset, stateChangedAt: unset });
  const seen = await pollOnce({ ...good, vms: [web, off] });
  expect(outcomesOf(seen)).toEqual(all('ok'));
  expect(seen.vm(off.id).reading?.reading).not.toHaveProperty('createdAt');
  expect(seen.vm(off.id).reading?.reading).not.toHaveProperty('stateChangedAt');
  expect(seen.bodies.join()).not.toMatch(/160[01]-/);
  const lines = seen.metrics.split('\n').filter((line) => line.includes(off.id));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(Number(line.slice(line.lastIndexOf(' ') + 1)), line).toBeGreaterThanOrEqual(0);
  expect(stateOf(seen, web)).toBe('2');
}, 60_000);

test('two VMs of one name stay two, each with its own state and items', async () => {
  const twin = linuxVm(testVmId(1, 3), web.name, now, { state: 9, kvp: { ...web.kvp, intrinsic: [['OSName', 'other']] } });
  const seen = await pollOnce({ ...good, vms: [web, twin] });
  expect(outcomesOf(seen)).toEqual(all('ok'));
  expect([stateOf(seen, web), stateOf(seen, twin)]).toEqual(['2', '9']);
  expect(seen.vm(web.id).kvp?.reading.intrinsic).toHaveLength(10);
  expect(seen.vm(twin.id).kvp?.reading.intrinsic).toEqual([{ key: 'OSName', value: 'other' }]);
  expect(seen.vm(twin.id).vm.name).toBe('web');
  await expectSafe(seen);
}, 60_000);

test('a hostile guest reaches metrics, API and log as harmless text, and its neighbour as if it were not there', async () => {
  const hostile = linuxVm(testVmId(1, 3), hostileText, now, {
    guestOperatingSystem: hostileText,
    kvp: {
      intrinsic: [['OSName', hostileText]],
      guest: [
        [hostileText, 'lone \ud800 surrogate'],
        ['big', 'x'.repeat(102_400)],
        ['twice', '1'],
        ['twice', '2'],
        ['empty', ''],
      ],
      host: [],
      rawGuestItems: [
        '<broken',
        '',
        '<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem"><PROPERTY NAME="Name"><VALUE>no source</VALUE></PROPERTY></INSTANCE>',
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      ],
    },
  });
  const [alone, together] = [await pollOnce({ ...good, vms: [web] }), await pollOnce({ ...good, vms: [hostile, web] })];
  expect(outcomesOf(together)).toEqual(all('ok'));
  for (const part of ['kvp', 'heartbeat'] as const) {
    expect(together.vm(web.id)[part]?.reading).toEqual(alone.vm(web.id)[part]?.reading);
  }
  const { guest, problems } = together.vm(hostile.id).kvp?.reading ?? { guest: [], problems: [] };
  expect(problems).toEqual(
    expect.arrayContaining(['malformed-item', 'duplicate-key', 'value-too-long', 'control-characters', 'invalid-unicode']),
  );
  expect(guest.find(({ key }) => key === 'twice')).toEqual({ key: 'twice', value: '2', duplicates: 1 });
  expect(guest.find(({ key }) => key === 'empty')?.value).toBe('');
  expect(guest.find(({ key }) => key === 'big')).toMatchObject({ truncated: true, value: 'x'.repeat(2_048) });
  expect(stateOf(together, hostile)).toBe('2');
  await expectSafe(together);
}, 90_000);

test('an error text of a host is one harmless line wherever it is shown', async () => {
  const seen = await pollOnce(withFaults({ failingClasses: { Msvm_KvpExchangeComponent: `${hostileText}\r\n2nd line` } }));
  expect(outcomesOf(seen)).toEqual({ ...all('ok'), 'integration-services': 'partial', kvp: 'error', beacon: 'error' });
  expect(seen.scrapes.kvp?.reason).toContain('<img src=x onerror=alert(1)>');
  expect(seen.scrapes.kvp?.reason).not.toContain('\n');
  expect(seen.log.filter((line) => line.includes('onerror=alert'))).not.toEqual([]);
  await expectSafe(seen);
}, 60_000);

test('a script that throws costs its own collector', async () => {
  const { text, hash } = buildHostModule();
  const broken = text.replace('$statuses = Get-HvitalsHeartbeatStatus', "throw 'bad luck'");
  const seen = await pollOnce(good, { text: broken, hash });
  expect(outcomesOf(seen)).toEqual({ ...all('ok'), heartbeat: 'error' });
  expect(seen.scrapes.heartbeat?.reason).toBe('bad luck');
  expect(seen.vm(web.id).kvp?.reading.intrinsic).toHaveLength(10);
}, 60_000);

test('records that are cut off, of another version, or no records at all cost their own collectors', async () => {
  const { text, hash } = buildHostModule();
  const loop = "foreach ($entry in $parsed['collectors']) { Get-HvitalsFrame $entry }";
  const spoiled = `foreach ($entry in $parsed['collectors']) {
    $frame = Get-HvitalsFrame $entry
    if ($entry['name'] -eq 'heartbeat') { $frame.Substring(0, $frame.Length - 20) }
    elseif ($entry['name'] -eq 'integration-services') { 'this is no record' }
    elseif ($entry['name'] -eq 'kvp') { $frame.Replace('{"v":1,', '{"v":2,') }
    else { $frame }
  }`;
  expect(text).toContain(loop);
  const seen = await pollOnce(good, { text: text.replace(loop, spoiled), hash });
  expect(outcomesOf(seen)).toEqual({
    ...all('ok'),
    heartbeat: 'parse-error',
    'integration-services': 'parse-error',
    kvp: 'role-outdated',
  });
  expect(seen.scrapes.heartbeat?.reason).toContain('is no record');
  expect(seen.scrapes.kvp?.reason).toContain('of format 2');
  expect([stateOf(seen, web), stateOf(seen, db)]).toEqual(['2', '2']);
}, 60_000);

test('a module of another version on the host is role-outdated for every collector, and says which is needed', async () => {
  const { text } = buildHostModule();
  const seen = await pollOnce(good, { text, hash: '0123456789abcdef' });
  expect(outcomesOf(seen)).toEqual(all('role-outdated'));
  for (const { reason } of Object.values(seen.scrapes)) expect(reason).toContain('needs 0123456789abcdef');
}, 60_000);
