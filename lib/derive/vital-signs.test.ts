import { describe, expect, test } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import type { HeartbeatReading } from '#lib/model/readings/heartbeat.ts';
import type { IntegrationServicesReading } from '#lib/model/readings/integration-services.ts';
import type { KvpReading } from '#lib/model/readings/kvp.ts';
import type { VmReading } from '#lib/model/readings/vm.ts';
import type { VitalSign } from './vital-sign.ts';
import { vitalSigns } from './vital-signs.ts';
import type { Part, VmFacts } from './vm-facts.ts';

const t = translateFor('en');
const readAt = Date.parse('2026-11-23T08:00:00Z');

const runningVm: VmReading = {
  name: 'web-1',
  kind: 'realized',
  state: 2,
  healthState: 5,
  operationalStatus: [2],
  startedAt: '2026-11-20T08:00:00Z',
};
const healthyHeartbeat: HeartbeatReading = { enabled: true, primary: 2, everInContact: true };
const ok = { enabled: true, primary: 2 };
const healthyServices: IntegrationServicesReading = {
  services: {
    heartbeat: ok,
    kvp: ok,
    shutdown: ok,
    'time-synchronization': ok,
    vss: ok,
    'guest-service-interface': { enabled: false, primary: 2 },
  },
};
const healthyKvp: KvpReading = {
  enabled: true,
  primary: 2,
  intrinsic: [{ key: 'NetworkAddressIPv4', value: '192.0.2.8;192.0.2.9' }],
  guest: [],
  host: [],
  problems: [],
};

interface Change {
  readonly vm?: Partial<VmReading>;
  readonly heartbeat?: Partial<HeartbeatReading>;
  readonly services?: IntegrationServicesReading['services'];
  readonly kvp?: Partial<KvpReading>;
}

function part<Reading>(reading: Reading): Part<Reading> {
  return { reading, freshness: { readAt, intervalSeconds: 15, failures: 0 }, changedAt: readAt };
}

function judge({ vm = {}, heartbeat = {}, services = {}, kvp = {} }: Change) {
  const parts: VmFacts['parts'] = {
    vm: part({ ...runningVm, ...vm }),
    heartbeat: part({ ...healthyHeartbeat, ...heartbeat }),
    'integration-services': part({ services: { ...healthyServices.services, ...services } }),
    kvp: part({ ...healthyKvp, ...kvp }),
  };
  return vitalSigns({ parts });
}

const show = (sign: VitalSign) => `${sign.level}: ${t.message(sign.word)}`;

/** Removes a key that a spread cannot remove. */
const absent = { primary: undefined } as unknown as { readonly primary: number };

describe('a healthy VM', () => {
  test('has four signs that are ok, and its first address', () => {
    const signs = judge({});
    expect(show(signs.power)).toBe('ok: Running');
    expect(show(signs.heartbeat)).toBe('ok: OK');
    expect(show(signs.services)).toBe('ok: All 5 OK');
    expect(show(signs.kvp)).toBe('ok: OK');
    expect(signs.kvp.guestText).toBe('192.0.2.8');
  });
});

describe('power', () => {
  test.each<[string, Partial<VmReading>, string]>([
    // States: cim-facts.md 1.2.
    ['off: no verdict', { state: 3 }, 'none: Off'],
    ['saved: no verdict', { state: 6 }, 'none: Saved'],
    ['paused', { state: 9 }, 'warning: Paused'],
    ['starting', { state: 10 }, 'info: Starting'],
    ['shutting down', { state: 4 }, 'info: Shutting down'],
    ['in transition, with a known token', { state: 1, otherState: 'Saving' }, 'info: Saving'],
    ['in transition, with a token that we do not know', { state: 1, otherState: 'Folding' }, 'info: unknown(Folding)'],
    ['a code that we do not know passes through', { state: 32_785 }, 'unknown: unknown(32785)'],
    // Critical is HealthState other than 5, whatever the state (cim-facts.md 1.2).
    ['paused by a full disk', { state: 9, healthState: 25 }, 'critical: Paused'],
    ['running with a major failure', { healthState: 20 }, 'critical: Running'],
    ['a health code that we do not know', { healthState: 77 }, 'critical: Running'],
    // OperationalStatus: cim-facts.md 1.3.
    ['disk space low', { operationalStatus: [5] }, 'warning: Running'],
    ['migrating is no fault', { operationalStatus: [2, 32_774] }, 'ok: Running'],
    // Replicas and incoming VMs: cim-facts.md 1.1, 4.1.
    ['a replica that is off', { kind: 'replica', state: 3 }, 'none: Replica, off'],
    ['an incoming VM', { kind: 'planned', state: 3 }, 'none: Incoming'],
  ])('%s', (_, vm, expected) => {
    expect(show(judge({ vm }).power)).toBe(expected);
  });

  test('the operation under way is said', () => {
    const { detail } = judge({ vm: { operationalStatus: [2, 32_774] } }).power;
    expect(detail.map(t.message)).toEqual(['Current operation: Migrating.']);
  });
});

describe('heartbeat', () => {
  test.each<[string, Partial<HeartbeatReading>, string]>([
    // Codes: hyperv-facts.md 2.2. OK without application health is what Linux shows: hyperv-facts.md 2.3.
    ['ok, applications unknown', { secondary: 12 }, 'ok: OK'],
    ['ok, applications healthy', { secondary: 2 }, 'ok: OK, applications healthy'],
    ['protocol mismatch is information only', { secondary: 32_775 }, 'ok: OK'],
    ['application critical', { secondary: 32_782 }, 'critical: Application critical'],
    ['applications timed out', { secondary: 32_783 }, 'warning: Communication timed out'],
    ['applications failed', { secondary: 32_784 }, 'warning: Communication failed'],
    ['a second code that we do not know', { secondary: 40_000 }, 'unknown: unknown(40000)'],
    ['degraded works, with an older protocol', { primary: 3 }, 'info: Degraded'],
    ['non-recoverable', { primary: 7 }, 'critical: Non-recoverable error'],
    ['lost: no contact after contact', { primary: 12, everInContact: true }, 'critical: Lost'],
    ['never had one', { primary: 12, everInContact: false }, 'info: Never had one'],
    ['lost communication', { primary: 13 }, 'critical: Lost'],
    ['paused by Hyper-V’s word', { primary: 15 }, 'none: Paused'],
    ['a code that we do not know', { primary: 99 }, 'unknown: unknown(99)'],
    // Settings decide: cim-facts.md 3.2.
    ['disabled on the host', { enabled: false, primary: 2 }, 'info: Disabled on host'],
    ['disabled by the code of the component', { primary: 32_896 }, 'info: Disabled on host'],
    ['running without a component row', absent, 'unknown: Not reported'],
  ])('%s', (_, heartbeat, expected) => {
    expect(show(judge({ heartbeat }).heartbeat)).toBe(expected);
  });

  // Right after the start rows say 12 until the guest answers: cim-facts.md 3.2.
  test('silence moments after the start is booting, and two minutes later it is lost', () => {
    const startedAt = (secondsAgo: number) => new Date(readAt - secondsAgo * 1_000).toISOString();
    const silent = { primary: 12, everInContact: true };
    expect(show(judge({ vm: { startedAt: startedAt(119) }, heartbeat: silent }).heartbeat)).toBe('info: Booting');
    expect(show(judge({ vm: { startedAt: startedAt(120) }, heartbeat: silent }).heartbeat)).toBe('critical: Lost');
  });
});

describe('integration services', () => {
  test.each<[string, IntegrationServicesReading['services'], string]>([
    // A disabled component still says OK; guest services are off by default: hyperv-facts.md 2.1.
    ['guest services on counts', { 'guest-service-interface': ok }, 'ok: All 6 OK'],
    [
      'guest services on without contact',
      { 'guest-service-interface': { enabled: true, primary: 12 } },
      'warning: Guest services: No contact',
    ],
    ['another service disabled', { vss: { enabled: false, primary: 2 } }, 'info: 1 disabled'],
    ['protocol mismatch is information only', { vss: { enabled: true, primary: 2, secondary: 32_775 } }, 'ok: All 5 OK'],
    ['degraded works', { vss: { enabled: true, primary: 3 } }, 'ok: All 5 OK'],
    ['one without contact is named', { kvp: { enabled: true, primary: 12 } }, 'warning: KVP: No contact'],
    [
      'several are counted',
      { kvp: { enabled: true, primary: 12 }, vss: { enabled: true, primary: 13 } },
      'warning: 2 of 5 not OK',
    ],
    ['a code that we do not know', { vss: { enabled: true, primary: 99 } }, 'unknown: VSS: unknown(99)'],
    ['a component row that is missing', { shutdown: { enabled: true } }, 'unknown: Shutdown: Not reported'],
  ])('%s', (_, services, expected) => {
    expect(show(judge({ services }).services)).toBe(expected);
  });
});

describe('kvp', () => {
  test.each<[string, Partial<KvpReading>, string]>([
    // No daemon: NoContact (hyperv-facts.md 1.7, 2.2).
    ['no daemon answers', { primary: 12, intrinsic: [] }, 'warning: No contact'],
    ['lost communication', { primary: 13, intrinsic: [] }, 'warning: Lost communication'],
    ['ok but empty', { intrinsic: [] }, 'warning: No data'],
    ['no address', { intrinsic: [{ key: 'OSName', value: 'FreeBSD' }] }, 'info: No address'],
    ['disabled on the host', { enabled: false, intrinsic: [] }, 'info: Disabled on host'],
    ['duplicate keys are legal (hyperv-facts.md 1.7)', { problems: ['duplicate-key'] }, 'ok: OK'],
    ['other oddities are noted', { problems: ['control-characters'] }, 'info: OK'],
    ['a code that we do not know', { primary: 99 }, 'unknown: unknown(99)'],
    ['running without a component row', absent, 'unknown: Not reported'],
  ])('%s', (_, kvp, expected) => {
    expect(show(judge({ kvp }).kvp)).toBe(expected);
  });
});

describe('a VM that does not run', () => {
  // No component rows for VMs that are off: cim-facts.md 3.1; the last readings may still stand in the store.
  test.each<[string, Partial<VmReading>, string]>([
    ['off', { state: 3 }, 'none: VM not running'],
    ['saved', { state: 6 }, 'none: VM not running'],
    ['paused', { state: 9 }, 'none: Paused'],
    ['a replica that is off', { kind: 'replica', state: 3 }, 'none: Replica, off'],
    ['incoming', { kind: 'planned', state: 2 }, 'none: Incoming'],
    ['in a state that we do not know', { state: 77 }, 'unknown: unknown(77)'],
  ])('%s: its services get no verdict', (_, vm, expected) => {
    const signs = judge({
      vm,
      heartbeat: { primary: 12 },
      services: { kvp: { enabled: true, primary: 12 } },
      kvp: { primary: 12 },
    });
    expect([signs.heartbeat, signs.services, signs.kvp].map(show)).toEqual([expected, expected, expected]);
  });

  test('a replica that runs, after a failover, is judged', () => {
    expect(show(judge({ vm: { kind: 'replica', state: 2 }, heartbeat: { primary: 13 } }).heartbeat)).toBe('critical: Lost');
  });
});

test('without readings every sign is unknown and has never been read', () => {
  const signs = vitalSigns({ parts: {} });
  for (const sign of Object.values(signs)) {
    expect(show(sign)).toBe('unknown: No reading');
    expect(sign.freshness.readAt).toBeNull();
  }
});
