import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Exposition, type Lease } from './exposition.ts';
import type { MetricDefinition } from './metric-definition.ts';

const definitions: readonly MetricDefinition[] = [{ name: 'a', type: 'gauge', help: 'A.', labels: ['id', 'name'] }];
const textOf = ({ pieces }: Pick<Lease, 'pieces'>) => Buffer.concat(pieces).toString('utf8');

// Names of equal and of different lengths in bytes, with characters of one to four bytes.
const name = fc.constantFrom('aa', 'bb', 'ä', 'ccc', '日', '😀', 'dddd');
const change = fc.record({
  kind: fc.constant('set' as const),
  id: fc.nat({ max: 9 }),
  name: fc.option(name, { nil: undefined }),
  value: fc.constantFrom(1, 2, 13),
});
const step = fc.oneof(
  { weight: 5, arbitrary: change },
  { weight: 2, arbitrary: fc.constant({ kind: 'lease' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), which: fc.nat() }) },
);

test('whatever changes, a leased text stays as it was until it is released, and a new one says what holds now', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), async (steps, entriesPerBlock) => {
      const exposition = new Exposition({ definitions, entriesPerBlock });
      const model = new Map<number, string>();
      const held: { readonly lease: Lease; readonly text: string }[] = [];
      for (const one of steps) {
        if (one.kind === 'set') {
          const samples =
            one.name === undefined ? [] : [{ metric: 'a', labels: { id: `${one.id}`, name: one.name }, value: one.value }];
          exposition.set(`${one.id}`, ['a'], samples);
          if (one.name === undefined) model.delete(one.id);
          else model.set(one.id, `a{id="${one.id}",name="${one.name}"} ${one.value}`);
        } else if (one.kind === 'lease') {
          const lease = await exposition.lease();
          const lines = textOf(lease).trimEnd().split('\n').slice(2);
          expect(lines.toSorted()).toEqual([...model.values()].toSorted());
          held.push({ lease, text: textOf(lease) });
        } else {
          const [gone] = held.splice(one.which % Math.max(1, held.length), 1);
          gone?.lease.release();
          // A second time is no release of somebody else's.
          gone?.lease.release();
        }
        for (const { lease, text } of held) expect(textOf(lease)).toBe(text);
      }
      expect(exposition.work.series).toBe(model.size);
    }),
    { numRuns: 400 },
  );
});

test('with nobody reading, a change of the same length takes no new buffer; a snapshot counts as read for ever', async () => {
  const exposition = new Exposition({ definitions });
  const set = (value: number) => exposition.set('1', ['a'], [{ metric: 'a', labels: { id: '1' }, value }]);
  const buffers = async () => {
    const { pieces, release } = await exposition.lease();
    release();
    return pieces;
  };
  set(1);
  const first = await buffers();
  set(2);
  expect((await buffers()).at(-1)).toBe(first.at(-1));
  set(10);
  expect((await buffers()).at(-1)).not.toBe(first.at(-1));
  const kept = await exposition.snapshot();
  const text = Buffer.concat(kept).toString();
  set(11);
  await buffers();
  expect(Buffer.concat(kept).toString()).toBe(text);
});
