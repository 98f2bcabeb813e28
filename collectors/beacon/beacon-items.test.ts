import { describe, expect, it } from 'vitest';
import type { BeaconReading } from '#lib/model/readings/beacon.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { beacon } from './beacon.ts';

type Pairs = readonly (readonly [string, string])[];
const id = vmIdOf(1);
const item = ([key, value]: readonly [string, string]) => toKvpXml(key, value);
const write: Pairs = [['hvitals.beacon', 'v=1;os=linux;interval=30;seq=1;at=1795419580;up=30;']];

function readingOf(items: readonly unknown[], cut = false): BeaconReading | undefined {
  const context = { hostTime: 0, now: 0, state: undefined, previous: new Map() };
  const result = beacon.parse({ vms: [{ id, items, cut }] }, context);
  return result.ok ? result.vms.get(id) : undefined;
}

function readTexts(items: readonly unknown[], cut = false) {
  const reading = readingOf(items, cut);
  if (reading?.present !== true) throw new Error(`no beacon: ${reading?.problems.join()}`);
  return reading;
}

const read = (...pairs: Pairs) => readTexts([...write, ...pairs].map(item));
const problems = (...pairs: Pairs) => read(...pairs).problems;

describe('what a guest may write instead', () => {
  it.each([
    ['an unknown key', ['hvitals.findings', 'a=b;'], 'unknown-key'],
    ['a key of its own with a value that looks like a key', ['mine', 'hvitals.forged'], 'unknown-key'],
    ['a number with zeros before it', ['hvitals.disk.00', 'dev=a;bytes=1;'], 'unknown-key'],
    ['a number beyond the limit', ['hvitals.disk.32', 'dev=a;bytes=1;'], 'too-many-items'],
    ['a disk without a size', ['hvitals.disk.1', 'dev=a;'], 'malformed-value'],
    ['a disk of negative size', ['hvitals.disk.1', 'dev=a;bytes=-1;'], 'malformed-value'],
    ['a disk beyond all sizes', ['hvitals.disk.1', 'dev=a;bytes=1152921504606846977;'], 'out-of-range'],
    ['a controller that is no GUID', ['hvitals.disk.1', 'dev=a;bytes=1;ctl=x;'], 'malformed-value'],
    ['a filesystem without a device', ['hvitals.fs.0', 'mount=/;bytes=1;'], 'malformed-value'],
    ['a pair without a sign', ['hvitals.host', 'name;'], 'malformed-value'],
    ['a pair twice', ['hvitals.host', 'name=a;name=b;'], 'malformed-value'],
    ['an escape that is none', ['hvitals.host', 'name=%zz;'], 'malformed-value'],
    ['control characters', ['hvitals.host', 'name=a%07b;'], 'control-characters'],
    ['characters that turn text', ['hvitals.host', 'name=a\u202eb;'], 'control-characters'],
    ['a long text', ['hvitals.host', `name=${'x'.repeat(257)};`], 'value-too-long'],
    ['a long value', ['hvitals.host', `name=a;${'x'.repeat(1_016)}`], 'value-too-long'],
    ['a write twice', ['hvitals.beacon', 'v=1;seq=1;at=1795419580;'], 'duplicate-key'],
  ] as const)('%s is named', (_what, pair, problem) => {
    expect(problems(pair)).toContain(problem);
  });

  it('of one key twice the last counts', () => {
    expect(read(['hvitals.host', 'name=a;'], ['hvitals.host', 'name=b;']).physicalHostName).toBe('b');
  });

  it('cuts texts, and keeps what stands for bytes that are no text', () => {
    expect(read(['hvitals.host', `name=${'x'.repeat(900)};`]).physicalHostName).toHaveLength(256);
    expect(read(['hvitals.host', 'name=%FF%C3%BC;']).physicalHostName).toBe('\ufffdü');
  });

  it('takes 200 items, 32 disks and 32 filesystems at most', () => {
    const disks = Array.from({ length: 300 }, (_, at) => [`hvitals.disk.${at}`, `dev=d${at};bytes=1;`] as const);
    const reading = readTexts([...write, ...disks].map(item));
    expect(reading.disks.map(({ device }) => device)).toEqual(Array.from({ length: 32 }, (_, at) => `d${at}`));
    expect(reading.problems).toEqual(['too-many-items']);
    const last = readingOf([...disks.slice(0, 200), ...write].map(item));
    expect(last).toEqual({ present: false, problems: ['too-many-items', 'malformed-value'] });
  });

  it('says that the host left items out', () => {
    expect(readTexts(write.map(item), true).problems).toEqual(['too-many-items']);
  });
});
