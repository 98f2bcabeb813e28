import fc from 'fast-check';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';

/** What JSON can carry and give back the same: fast-check's own values have a -0, which JSON writes as 0. */
export const anyJson: fc.Arbitrary<unknown> = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));

/** The id of the n-th invented VM. Throws on a number that makes no GUID. */
export function vmIdOf(n: number): VmId {
  const id = parseVmId(`0b1f7a2e-5c11-4e60-9a01-${String(n).padStart(12, '0')}`);
  if (id === undefined) throw new RangeError(`${n} makes no VM id`);
  return id;
}

/** Text of any kind: empty, long, markup, controls, broken surrogate pairs. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '__proto__', '<b>&amp;', '$(reboot)', '"', '\ud800', '\u0000', 'x'.repeat(3_000)),
);

/** A code as Hyper-V has them, or any other. */
export const anyCode = fc.oneof(fc.constantFrom(2, 3, 6, 7, 9, 12, 13, 15, 32775, 32782, 32896), fc.nat({ max: 70_000 }));

/** A list of status codes: none, one or two. */
export const anyStatus = fc.array(anyCode, { maxLength: 2 });

/** Rows of several VMs, each with an id of its own. `row` is the rest of a row. */
export function vmRows<Row extends object>(row: fc.Arbitrary<Row>, maxLength = 5): fc.Arbitrary<(Row & { id: VmId })[]> {
  return fc.array(row, { maxLength }).map((rows) => rows.map((one, index) => ({ id: vmIdOf(index + 1), ...one })));
}

/** A copy of a JSON value in which one node, chosen at random, is replaced by any JSON value or taken away. */
export function twisted(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(valid, fc.nat(), fc.option(anyJson, { nil: undefined })).map(([value, at, replacement]) => {
    const copy: unknown = structuredClone(value);
    const places = placesIn(copy);
    const place = places[at % Math.max(1, places.length)];
    if (place === undefined) return replacement ?? null;
    if (replacement !== undefined) Reflect.set(place.holder, place.key, replacement);
    else if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1);
    else Reflect.deleteProperty(place.holder, place.key);
    return copy;
  });
}

function placesIn(value: unknown): { readonly holder: object; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [{ holder: value, key }, ...placesIn(child)]);
}
