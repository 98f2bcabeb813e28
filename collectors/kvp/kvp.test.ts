import { describe, expect, it } from 'vitest';
import type { KvpReading } from '#lib/model/readings/kvp.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { kvp } from './kvp.ts';
import type { KvpState } from './kvp-state.ts';

const id = vmIdOf(1);
const empty = { hash: null, count: 0, items: [] };
const block = (hash: string, ...pairs: [string, string][]) => ({
  hash: hash.repeat(16),
  count: pairs.length,
  items: pairs.map(([key, value]) => toKvpXml(key, value)),
});
const withoutItems = ({ hash, count }: { hash: string; count: number }) => ({ hash, count });
const intrinsic = block('a', ['OSName', 'Debian']);
const guest = block('b', ['app', '1'], ['app', '2']);
const row = { id, enabledState: 2, operationalStatus: [2], intrinsic, guest, host: empty };

function scrape(vms: readonly object[], before?: { vms: ReadonlyMap<VmId, KvpReading>; state?: KvpState }) {
  const context = { hostTime: 0, now: 0, state: before?.state, previous: before?.vms ?? new Map<VmId, KvpReading>() };
  const result = kvp.parse({ vms }, context);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

describe('kvp reading', () => {
  it('holds the items of all blocks, the status and what was wrong', () => {
    expect(scrape([row]).vms.get(id)).toEqual({
      enabled: true,
      primary: 2,
      intrinsic: [{ key: 'OSName', value: 'Debian' }],
      guest: [{ key: 'app', value: '2', duplicates: 1 }],
      host: [],
      problems: ['duplicate-key'],
    });
  });

  it('is empty where nothing answers, and has no status where no component is', () => {
    const silent = { ...row, operationalStatus: [12], intrinsic: empty, guest: empty };
    expect(scrape([silent]).vms.get(id)).toMatchObject({ primary: 12, intrinsic: [], guest: [], problems: [] });
    expect(scrape([{ ...silent, operationalStatus: null }]).vms.get(id)).not.toHaveProperty('primary');
  });

  it("keeps the host's own count where items were left out or malformed", () => {
    const cut = { ...guest, count: 5_000, cut: true };
    const malformed = { ...intrinsic, count: 2, items: [...intrinsic.items, '<'] };
    expect(scrape([{ ...row, guest: cut, intrinsic: malformed }]).vms.get(id)).toMatchObject({
      counts: { intrinsic: 2, guest: 5_000 },
      problems: ['malformed-item', 'duplicate-key', 'too-many-items'],
    });
  });

  it('loses one broken VM and keeps the others', () => {
    const { vms, partialReason } = scrape([
      { ...row, guest: { hash: 5 } },
      { ...row, id: vmIdOf(2) },
    ]);
    expect([...vms.keys()]).toEqual([vmIdOf(2)]);
    expect(partialReason).toContain(`VM ${id}: guest`);
  });
});

describe('kvp blocks that travel as hashes', () => {
  const first = scrape([row]);
  const hashed = { ...row, intrinsic: withoutItems(intrinsic), guest: withoutItems(guest) };

  it('asks with the hashes of what it holds', () => {
    expect(kvp.args(undefined)).toEqual({ known: {} });
    expect(kvp.args(first.state)).toEqual({ known: { [id]: { intrinsic: 'a'.repeat(16), guest: 'b'.repeat(16) } } });
  });

  it('takes blocks from the reading before, problems included, and is then the same reading and state', () => {
    const second = scrape([hashed], first);
    expect(second.vms.get(id)).toBe(first.vms.get(id));
    expect(second.state).toBe(first.state);
    expect(second.changes).toEqual([]);
  });

  it('does not parse items with a known hash even where they are sent', () => {
    const lying = { ...row, intrinsic: { ...intrinsic, items: ['<'] } };
    expect(scrape([lying], first).vms.get(id)).toBe(first.vms.get(id));
  });

  it('parses the one block that changed and keeps the problems of the other', () => {
    const second = scrape([{ ...hashed, intrinsic: block('c', ['OSName', 'Ubuntu']) }], first);
    expect(second.vms.get(id)).toMatchObject({ intrinsic: [{ key: 'OSName', value: 'Ubuntu' }], problems: ['duplicate-key'] });
    expect(second.vms.get(id)?.guest).toBe(first.vms.get(id)?.guest);
    expect(second.changes).toEqual([{ vmId: id, what: 'kvp.intrinsic.OSName', from: 'Debian', to: 'Ubuntu' }]);
  });

  it.each([
    ['the reading before is gone', new Map<VmId, KvpReading>(), first.state],
    ['the saved state is gone', first.vms, undefined],
    ['the hash is another one', first.vms, { known: { [id]: { intrinsic: 'f'.repeat(16) } }, problems: {}, silent: {} }],
  ])('leaves the VM out, says so and asks for all of it where %s', (_why, vms, state) => {
    const second = scrape([hashed], state === undefined ? { vms } : { vms, state });
    expect(second.vms.has(id)).toBe(false);
    expect(second.partialReason).toBe(`Left out: VM ${id}: items that are not known here did not come; asked for again.`);
    expect(kvp.args(second.state)).toEqual({ known: {} });
  });

  it('reads everything anew from a state that another version wrote', () => {
    const context = { hostTime: 0, now: 0, state: { version: 0 } as unknown as KvpState, previous: first.vms };
    const result = kvp.parse({ vms: [row] }, context);
    expect(result.ok && result.state).toEqual(first.state);
    expect(kvp.args({ known: 7 } as unknown as KvpState)).toEqual({ known: {} });
  });

  it('forgets VMs that are gone', () => {
    expect(scrape([], first).state).toEqual({ known: {}, problems: {}, silent: {} });
  });

  it('remembers what a guest said through its silence, across the saved state', () => {
    const silent = scrape([{ ...row, operationalStatus: [12], intrinsic: empty, guest: empty }], first);
    expect(silent.changes).toEqual([{ vmId: id, what: 'kvp.contact', from: '2', to: '12' }]);
    const saved = JSON.parse(JSON.stringify(silent.state)) as KvpState;
    const back = scrape([row], { vms: silent.vms, state: saved });
    expect(back.changes).toEqual([]);
    expect(back.state).toEqual(first.state);
  });
});

describe('kvp samples', () => {
  const count = (reading: KvpReading) =>
    kvp.vmSamples?.(reading, { vmId: id, name: 'web01', host: 'hv01' }).map(({ metric, value }) => [metric, value]);
  const reading = scrape([row]).vms.get(id) ?? { intrinsic: [], guest: [], host: [], problems: [] };

  it('count items, duplicates included', () => {
    expect(count(reading)).toEqual([
      ['hvitals_vm_kvp_intrinsic_items', 1],
      ['hvitals_vm_kvp_guest_items', 2],
    ]);
  });

  it("prefer the host's own count", () => {
    expect(count({ ...reading, counts: { guest: 5_000 } })?.[1]).toEqual(['hvitals_vm_kvp_guest_items', 5_000]);
  });

  it('are zero where the daemon does not answer', () => {
    expect(count({ enabled: true, primary: 12, intrinsic: [], guest: [], host: [], problems: [] })).toEqual([
      ['hvitals_vm_kvp_intrinsic_items', 0],
      ['hvitals_vm_kvp_guest_items', 0],
    ]);
  });

  it('are absent without a component and with the service switched off', () => {
    const { primary: _none, ...off } = reading;
    expect(count(off)).toEqual([]);
    expect(count({ ...reading, enabled: false })).toEqual([]);
  });
});
