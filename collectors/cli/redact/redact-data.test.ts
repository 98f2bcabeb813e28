// Longer than 250 lines: every secret stands in one table that all the stories look for.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { ParseResult } from '#collectors/collector.ts';
import { registry } from '#collectors/registry.ts';
import type { ReceivedCall } from '#collectors/runtime/receive-frames.ts';
import { recordData } from '#collectors/transport/simulated/records.ts';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import type { SimulatedBeacon } from '#collectors/transport/simulated/simulated-beacon.ts';
import type { SimulatedEvent } from '#collectors/transport/simulated/simulated-event.ts';
import type { Json } from '#lib/model/json.ts';
import { toVmSid } from '#lib/model/to-vm-sid.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { loadRecordings, parseRecording } from '../../../e2e/golden/recording.ts';
import { linuxVm, makeHost } from '../../../e2e/support/make-host.ts';
import { buildCapture } from '../build-capture.ts';
import { redactData, redactSentence } from './redact-data.ts';
import { Tokens } from './tokens.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);

/** What an administrator would not want to read in a public bug report. */
const secrets = {
  host: 'OSLO-HV07',
  target: 'oslo-hv07.ad.contoso-bank.example.net',
  vms: ['PAYROLL-DB-01', 'Müller Buchhaltung', 'web "prod" <b>', '$(reboot)-vm', '注文サーバー'],
  domain: 'ad.contoso-bank.example.net',
  ipv4: ['10.20.30.40', '172.16.99.7', '203.0.113.77'],
  ipv6: ['fd12:3456:789a:1::42', 'fe80::215:5dff:fe0a:b00b'],
  mac: ['00-15-5D-0A-B0-0B', '00:15:5d:de:ad:01'],
  keys: ['customer.password', 'AKIAIOSFODNN7EXAMPLE', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7'],
  values: ['hunter2-Tr0ub4dor', 'jane.doe@contoso-bank.example.net', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  kernel: '6.1.0-28-contosobank',
  mount: '/srv/payroll-archive',
  device: '/dev/mapper/vg_contoso-data',
  controller: 'c0ffee99-1234-4a11-9bad-5eed0000cafe',
  reference: 'ntp.ad.contoso-bank.example.net',
  modules: 'contoso_guard',
  ntp: ['oslo-dc01.ad.contoso-bank.example.net', '10.99.88.77', 'contosotime'],
};

function secretId(at: number): VmId {
  const id = parseVmId(`c0ffee0${at}-beef-4a11-9bad-5eed${at}0dd5afe`);
  if (id === undefined) throw new Error('an invented id is no GUID');
  return id;
}

function secretHost(): SimulatedHost {
  const [payroll = '', mueller = '', web = '', reboot = '', order = ''] = secrets.vms;
  const items = (name: string, at: number): [string, string][] => [
    ['FullyQualifiedDomainName', `${name.toLowerCase()}.${secrets.domain}`],
    ['NetworkAddressIPv4', secrets.ipv4.join(';')],
    ['NetworkAddressIPv6', secrets.ipv6.join(';')],
    ['OSName', at === 0 ? 'Debian GNU/Linux' : `Debian for ${secrets.domain}`],
    ['OSBuildNumber', at === 0 ? '6.1.0-28-amd64' : secrets.kernel],
    ['OSVersion', at === 0 ? '6.1.0' : (secrets.ipv4[0] ?? '')],
  ];
  const vms = [payroll, mueller, web, reboot, order].map((name, at) =>
    linuxVm(secretId(at), name, now, {
      beacon: secretBeacon(),
      guestOperatingSystem: at === 0 ? 'Debian GNU/Linux 12' : `Debian of ${payroll}`,
      kvp: {
        intrinsic: items(name, at),
        guest: [
          ...secrets.keys.map((key, index): [string, string] => [key, secrets.values[index] ?? '']),
          [secrets.mac[0] ?? '', secrets.mac[1] ?? ''],
          ['neighbour', payroll],
          ['twice', secrets.values[0] ?? ''],
          ['twice', secrets.values[1] ?? ''],
          [`bell\u0007${secrets.keys[0]}`, `right\u202eto left ${secrets.values[0]}`],
          [`${'k'.repeat(300)}${secrets.keys[1]}`, `${secrets.values[2]}${'v'.repeat(2_500)}`],
        ],
        host: [
          ['VirtualMachineName', name],
          ['owner', secrets.values[1] ?? ''],
        ],
        rawGuestItems: [
          `<INSTANCE><PROPERTY NAME="Name"><VALUE>${secrets.keys[2]}`,
          `<INSTANCE CLASSNAME="${secrets.keys[1]}"><PROPERTY NAME="Name" TYPE="${secrets.values[0]}"><VALUE>a</VALUE></PROPERTY><!-- ${secrets.values[1]} --><PROPERTY NAME="${payroll}"><VALUE>${secrets.domain}</VALUE></PROPERTY></INSTANCE>`,
          `<!DOCTYPE x [<!ENTITY e "${secrets.values[2]}">]><INSTANCE>&e;</INSTANCE>`,
        ],
      },
    }),
  );
  const server = { offsetMs: 1, delayMs: 2, stratum: 2, rootDispersionMs: 1 };
  const servers = Object.fromEntries(secrets.ntp.map((name) => [name, server]));
  const ntpServer = `${secrets.ntp.join(',0x8 ')} unknown.${secrets.domain}`;
  const clock = { hasCounters: true, syncType: 'NTP', ntpServer, resolutionMs: 0.5, servers };
  return makeHost(secrets.target, vms, { computerName: secrets.host, clock, logs: secretLogs() });
}

/** What event logs hold: names and ids of VMs, accounts, sentences, and fields that nobody knows. */
function secretLogs(): SimulatedHost['logs'] {
  const [domain, user] = [secrets.domain, 'S-1-5-21-3623811015-3361044348-30300820-1013'];
  const events = secrets.vms.map((name, at): SimulatedEvent => {
    const fields: readonly (readonly [string, string])[] = [
      ['VmName', name],
      ['VmId', secretId(at).toUpperCase()],
      ['VmErrorCode0', '0x79'],
      ['VmErrorMessage', `${secrets.values[0]} on ${domain}`],
      ['Owner', secrets.values[1] ?? ''],
    ];
    const account = at === 0 ? user : toVmSid(secretId(at));
    const provider = 'Microsoft-Windows-Hyper-V-Worker';
    return { recordId: at + 1, eventId: 18590, at: now - 60_000 + at, provider, payload: 'VmlEventLog', fields, sid: account };
  });
  return { 'Microsoft-Windows-Hyper-V-Worker-Admin': events, 'Microsoft-Windows-Hyper-V-VMMS-Admin': [] };
}

/** A beacon that names everything that a beacon can name, and what somebody has forged beside it. */
function secretBeacon(): SimulatedBeacon {
  const { mount, device, controller, reference, modules, kernel, values, ipv4 } = secrets;
  return {
    system: 'linux',
    version: '1.0',
    intervalSeconds: 30,
    startedAt: now - 3_600_000,
    clock: {
      daemon: 'chrony',
      source: 'ntp',
      reference,
      offsetMs: 0.5,
      frequencyPpm: 3,
      stratum: 3,
      rootDelaySeconds: 0.01,
      rootDispersionSeconds: 0.01,
      hostSamples: 'never',
      clocksource: 'hyperv_clocksource_tsc_page',
    },
    disks: [{ device: 'sda', sizeBytes: 1_000_000, controllerId: controller, lun: 0 }],
    filesystems: [{ mount, device, type: 'xfs', sizeBytes: 900_000, usedBytes: 5, disk: device }],
    daemons: { kvp: true, vss: true, fcopy: false },
    modules: ['hv_utils', modules],
    kernel,
    seesHost: true,
    forged: [
      ['hvitals.disk.7', `dev=${values[0]}%07;bytes=-1;ctl=${ipv4[0]};`],
      ['hvitals.fs.7', `mount=/${'x'.repeat(300)}${values[2]};dev=%zz${values[1]};${values[0]}`],
      [`hvitals.${secrets.keys[0]}`, `${values[0]}=${values[1]};`],
      ['hvitals.host', `name=${secrets.host};`],
    ],
  };
}

function callOf(host: SimulatedHost): Pick<ReceivedCall, 'records' | 'bad' | 'rest'> {
  const records = new Map(
    registry.map(({ name, args }) => {
      const { outcome, data } = recordData(host, name, args(undefined), now);
      const at = new Date(now).toISOString();
      const reason = `Provider on ${secrets.host} said: ${secrets.values[0]} (0x80041003) in Msvm_ComputerSystem`;
      return [name, { record: { collector: name, outcome, reason, at, tookMs: 12, data, frameBytes: 100 }, arrivedAt: now }];
    }),
  );
  return { records, bad: new Map(), rest: undefined };
}

const facts = {
  hvitals: '0.1.0',
  hostModule: 'a'.repeat(16),
  node: '24',
  platform: 'linux x64',
  transport: 'ssh',
  takenAt: '2026-11-23T07:40:00.000Z',
};
const collectors = registry.map(({ name }) => name);

/** Everything that one can read out of a zip: names of files, texts, and texts with their JSON escapes undone. */
function everythingIn(host: SimulatedHost, redact: boolean): string {
  const built = buildCapture({ facts, host: secrets.target, collectors, call: callOf(host), redact });
  const zip = zipSync(Object.fromEntries([...built.files].map(([path, text]) => [path, strToU8(text)])));
  const files = Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, strFromU8(bytes)] as const);
  const unescaped = files.filter(([path]) => path.endsWith('.json')).map(([, text]) => textsIn(JSON.parse(text)).join('\n'));
  return [...files.flat(), ...unescaped, JSON.stringify(built.outcomes), Buffer.from(zip).toString('latin1')]
    .join('\n')
    .toLowerCase();
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value, value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [key, ...textsIn(child)]);
}

/** Secrets and those parts of them that would give them away. */
function needles(host: SimulatedHost): string[] {
  const ids = host.vms.map(({ id }) => id);
  const { vms, ipv4, ipv6, mac, keys, values } = secrets;
  const parts = [
    'contoso',
    'payroll',
    'müller',
    'buchhaltung',
    'oslo',
    'hunter2',
    'jane.doe',
    'akiaiosfodnn',
    'aaaab3nz',
    'wjalrxu',
    'de:ad',
    'b0-0b',
    '3623811015',
  ];
  const all = [
    secrets.host,
    secrets.target,
    secrets.domain,
    secrets.kernel,
    secrets.mount,
    secrets.device,
    secrets.controller,
    secrets.reference,
    secrets.modules,
    ...secrets.ntp,
    ...ids,
    // The first event was written by somebody else.
    ...host.vms.slice(1).map(({ id }) => toVmSid(id)),
    ...vms,
    ...ipv4,
    ...ipv6,
    ...mac,
    ...keys,
    ...values,
    ...parts,
  ];
  return all.map((text) => text.toLowerCase());
}

test('nothing that names, locates or unlocks anything is left anywhere in a redacted capture', () => {
  const host = secretHost();
  const raw = everythingIn(host, false);
  // Each of them is there to be found where nothing is replaced.
  expect(needles(host).filter((needle) => !raw.includes(needle))).toEqual([]);
  const redacted = everythingIn(host, true);
  expect(needles(host).filter((needle) => redacted.includes(needle))).toEqual([]);
});

test('hashes of what guests wrote are not the hosts own, which could be guessed from likely values', () => {
  const host = secretHost();
  const hashes = (text: string) => new Set(text.match(/"hash": "[0-9a-f]{16}"/g));
  const raw = hashes(everythingIn(host, false));
  expect(raw.size).toBeGreaterThan(3);
  expect([...hashes(everythingIn(host, true))].filter((hash) => raw.has(hash))).toEqual([]);
});

/** A reading with every text replaced by what kind of text it is: equal for two readings of one shape. */
function shapeOf(result: ParseResult<unknown, unknown, Json>): unknown {
  const shape = (value: unknown): unknown => {
    if (typeof value === 'string') return `text ${value === '' ? 'empty' : value.includes('\ufffd') ? 'cleaned' : ''}`;
    if (Array.isArray(value)) return value.map((each) => JSON.stringify(shape(each))).toSorted();
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, key === 'problems' ? child : shape(child)]));
  };
  if (!result.ok) return 'not read';
  return { host: shape(result.host), vms: [...result.vms.values()].map(shape), partial: result.partialReason !== undefined };
}

test.each(registry.map((collector) => [collector.name, collector] as const))(
  'a redacted record of %s gives the same shape of reading',
  (name, collector) => {
    const { data } = recordData(secretHost(), name, collector.args(undefined), now);
    const context = { hostTime: now, now, state: undefined, previous: new Map() };
    const before = collector.parse(data, context);
    const after = collector.parse(redactData(data, new Tokens()), context);
    expect(before).toMatchObject({ ok: true });
    expect(shapeOf(after)).toEqual(shapeOf(before));
    if (name === 'beacon')
      expect(JSON.stringify(before.ok && [...before.vms.values()][0])).toMatch(
        /payroll-archive.*unknown-key.*malformed-value.*value-too-long.*control-characters/,
      );
    if (name === 'kvp')
      expect(JSON.stringify(before.ok && [...before.vms.values()][0])).toMatch(
        /duplicate-key.*value-too-long.*control-characters|malformed-item/,
      );
  },
);

test.each(
  registry.flatMap((collector) =>
    loadRecordings(collector).map((recording) => [collector.name, recording.name, collector, recording] as const),
  ),
)('%s: the recording %s keeps its shape', (_name, _case, collector, recording) => {
  // Saved state and readings of a scrape before are no part of a capture.
  const bare = { ...recording, context: { ...recording.context, state: undefined, previous: new Map() } };
  const after = parseRecording(collector, { ...bare, data: redactData(bare.data, new Tokens()) });
  expect(shapeOf(after)).toEqual(shapeOf(parseRecording(collector, bare)));
});

test('the same input has the same stand-in everywhere in one capture, and another one in the next', () => {
  const host = secretHost();
  const tokens = new Tokens();
  const vm = JSON.stringify(redactData(recordData(host, 'vm', {}, now).data, tokens));
  const kvp = JSON.stringify(redactData(recordData(host, 'kvp', {}, now).data, tokens));
  const id = /"id":"([0-9a-f-]{36})","name":"vm-1"/.exec(vm)?.[1];
  expect(kvp).toContain(`"id":"${id}"`);
  // The name of a VM in another VM's value is that VM's stand-in.
  expect(kvp.match(/<VALUE>vm-1<\/VALUE>/g)?.length).toBeGreaterThanOrEqual(5);
});

test('documented items that say which system a guest runs stay, also from other guests where they say no more than that', () => {
  const text = JSON.stringify(redactData(recordData(secretHost(), 'kvp', {}, now).data, new Tokens()));
  expect(text).toContain('<VALUE>Debian GNU/Linux</VALUE>');
  expect(text).toContain('<VALUE>6.1.0-28-amd64</VALUE>');
  expect(text).toContain('<VALUE>192.0.2.1;192.0.2.2;192.0.2.3</VALUE>');
  expect(text).toContain('<VALUE>2001:db8::1;fe80::2</VALUE>');
  expect(text).toMatch(/<VALUE>host-\d+\.example<\/VALUE>/);
});

test('of a beacon numbers, words of the format and names that kernels give stay, and one controller stays one', () => {
  const text = JSON.stringify(redactData(recordData(secretHost(), 'beacon', {}, now).data, new Tokens()));
  expect(text).toContain('daemon=chrony;daemons=chrony;source=ntp;ref=host-');
  expect(text).toContain('v=1;script=1.0;os=linux;interval=30;seq=120;');
  expect(text).toMatch(/dev=sda;bytes=1000000;ctl=00000000-0000-4000-8000-[0-9a-f]{12};lun=0;/);
  expect(text).toMatch(/modules=hv_utils,value-\d+;/);
  const [, device] = /mount=value-\d+;dev=(value-\d+);type=xfs;/.exec(text) ?? [];
  expect(device).toBeDefined();
  expect(text).toContain(`disk=${device};`);
});

test('fields that this version does not know are replaced, with their names', () => {
  const data = {
    vms: [
      { id: 'aaaaaaaa-5c11-4e60-9a01-000000000001', owner: 'Jane Doe', 'jane@example.com': [{ note: '10.1.1.1' }], state: 2 },
    ],
  };
  const text = JSON.stringify(redactData(data, new Tokens()));
  expect(text).not.toMatch(/jane|doe|owner|note|10\.1\.1\.1|aaaaaaaa/i);
  expect(text).toContain('"state":2');
});

test('of a sentence in any language only error codes and classes stay', () => {
  expect(redactSentence('Zugriff verweigert auf OSLO-HV07 (0x80041003), Msvm_ComputerSystem')).toBe(
    '0x80041003 Msvm_ComputerSystem (the rest of the sentence, 66 characters, is left out)',
  );
});

test('an answer of an NTP server loses the address that it follows and what stands behind its header, and is judged as before', () => {
  const data = recordData(secretHost(), 'clock', {}, now).data as { servers: { exchanges: { answer: string }[] }[] };
  const bytes = Buffer.concat([Buffer.from(data.servers[0]?.exchanges[0]?.answer ?? '', 'base64'), Buffer.from('contoso')]);
  const redacted = redactData(
    { servers: [{ server: '[fd12:3456:789a:1::42]:1123', exchanges: [{ answer: bytes.toString('base64') }] }] },
    new Tokens(),
  );
  const [server] = (redacted as { servers: { server: string; exchanges: { answer: string }[] }[] }).servers;
  const answer = Buffer.from(server?.exchanges[0]?.answer ?? '', 'base64');
  expect(server?.server).toBe('[2001:db8::1]:1123');
  expect(answer).toHaveLength(48);
  expect(answer.subarray(12, 16)).toEqual(Buffer.alloc(4));
  expect([answer.subarray(0, 12), answer.subarray(16)]).toEqual([bytes.subarray(0, 12), bytes.subarray(16, 48)]);
});
