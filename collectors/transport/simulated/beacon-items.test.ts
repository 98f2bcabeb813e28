import { describe, expect, it } from 'vitest';
import { beacon as collector } from '#collectors/beacon/beacon.ts';
import type { BeaconReading } from '#lib/model/readings/beacon.ts';
import { linuxVm, makeHost, testVmId } from '../../../e2e/support/make-host.ts';
import { toBeaconItems } from './beacon-items.ts';
import { toDemoBeacon } from './demo-beacon.ts';
import { guestSystems } from './guest-systems.ts';
import { createRandom } from './random.ts';
import { recordData } from './records.ts';
import type { SimulatedBeacon } from './simulated-beacon.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const id = testVmId(1, 1);
const [ubuntu] = guestSystems;
const guest = { system: ubuntu, build: '6.8.0-48-generic', generation: 2 } as const;
const healthy: SimulatedBeacon = { ...toDemoBeacon(guest, createRandom(1)), startedAt: start };
const onHost: SimulatedBeacon = { ...healthy, clock: { ...healthy.clock, source: 'host-ptp', offsetMs: 2 } };
const byNetwork: SimulatedBeacon = { ...healthy, clock: { ...healthy.clock, source: 'ntp', offsetMs: 2 } };
const exact = { computerName: 'HV01', clockOffsetMs: 0 };

/** What the collector reads of the fleet's record. */
function readAt(now: number, beacon: SimulatedBeacon, clockOffsetMs = 0): Extract<BeaconReading, { present: true }> {
  const host = makeHost('hv01', [linuxVm(id, 'web', start, { beacon })], { clockOffsetMs });
  const context = { hostTime: now, now, state: undefined, previous: new Map() };
  const result = collector.parse(recordData(host, 'beacon', {}, now).data, context);
  const reading = result.ok ? result.vms.get(id) : undefined;
  if (reading?.present !== true) throw new Error('no beacon');
  return reading;
}

describe('items of a simulated beacon', () => {
  it('begin with the start of the guest', () => {
    expect(toBeaconItems(healthy, exact, start - 1)).toEqual([]);
    expect(new Map(toBeaconItems(healthy, exact, start)).get('hvitals.beacon')).toContain('seq=0;');
  });

  it('move with every interval, and not in between', () => {
    const sequences = [0, 29_999, 30_000, 59_999, 3_600_000].map((after) => readAt(start + after, healthy).sequence);
    expect(sequences).toEqual([0, 0, 1, 1, 120]);
    expect(toBeaconItems(healthy, exact, start + 31_000)).toEqual(toBeaconItems(healthy, exact, start + 59_000));
  });

  it('are read without any problem, and as the guest truly is', () => {
    const reading = readAt(start + 95_000, byNetwork);
    expect(reading.problems).toEqual([]);
    expect(reading.disks).toEqual(healthy.disks);
    expect(reading.filesystems).toEqual(healthy.filesystems);
    expect(reading).toMatchObject({
      system: 'linux',
      version: '1.0',
      physicalHostName: 'HV01',
      daemons: { kernel: guest.build },
    });
    expect(reading.clock).toMatchObject({ synchronised: true, offsetSeconds: 0.002, source: 'ntp' });
    expect(reading.writtenAt).toBe(start + 90_000 + 2);
  });

  it("carry the host's error where the clock follows the host, which the guest itself cannot see", () => {
    expect(readAt(start, onHost, 40_000).writtenAt).toBe(start + 40_002);
    expect(readAt(start, onHost, 40_000).clock?.offsetSeconds).toBe(0.002);
    expect(readAt(start, byNetwork, 40_000).writtenAt).toBe(start + 2);
  });

  it('run off with a clock that nobody keeps, which says so', () => {
    const free = { ...byNetwork, clock: { ...byNetwork.clock, offsetMs: 0, frequencyPpm: 500, freeSince: start } };
    const reading = readAt(start + 3_600_000, free);
    expect(reading.writtenAt).toBe(start + 3_600_000 + 1_800);
    expect(reading.clock).toMatchObject({ synchronised: false, source: 'local', daemons: [] });
    expect(reading.clock).not.toHaveProperty('offsetSeconds');
  });

  it('stand still once the script is silent', () => {
    const silent = { ...healthy, silentSince: start + 65_000 };
    expect(toBeaconItems(silent, exact, start + 3_600_000)).toEqual(toBeaconItems(healthy, exact, start + 65_000));
  });

  it('are escaped as the format says', () => {
    const [filesystem] = healthy.filesystems;
    if (filesystem === undefined) throw new Error('the beacon has no filesystem');
    const odd = { ...healthy, filesystems: [{ ...filesystem, mount: '/a;b=c%d ü\n😀' }] };
    expect(new Map(toBeaconItems(odd, exact, start)).get('hvitals.fs.0')).toContain(
      'mount=/a%3Bb%3Dc%25d %C3%BC%0A%F0%9F%98%80;',
    );
    expect(readAt(start, odd).filesystems[0]?.mount).toBe('/a;b=c%d ü\ufffd😀');
  });

  it.each(guestSystems.map((system) => [`${system.name} ${system.majorVersion}`, system] as const))(
    'of %s are within the limits of the format, whatever the guest is',
    (_name, system) => {
      for (let seed = 0; seed < 50; seed += 1) {
        const planned = toDemoBeacon({ system, build: system.builds[0], generation: 2 }, createRandom(seed));
        for (const [, value] of toBeaconItems({ ...planned, startedAt: start }, exact, start + 86_400_000)) {
          expect(value).toMatch(/^([a-z]+=[^;=%]*;)+$/);
          expect(Buffer.byteLength(value)).toBeLessThanOrEqual(1_000);
        }
        expect(readAt(start + 86_400_000, { ...planned, startedAt: start }).problems).toEqual([]);
      }
    },
  );
});

describe('the key-value block of a VM with a beacon', () => {
  it('holds none of its items, and stays the same from write to write', () => {
    const vm = linuxVm(id, 'web', start, {
      beacon: healthy,
      kvp: { intrinsic: [], guest: [['app', '1']], host: [], rawGuestItems: [] },
    });
    const at = (now: number) => recordData(makeHost('hv01', [vm]), 'kvp', {}, now).data;
    expect(JSON.stringify(at(start))).not.toContain('hvitals.');
    expect(JSON.stringify(at(start))).toContain('"count":1');
    expect(at(start + 3_600_000)).toEqual(at(start));
  });
});
