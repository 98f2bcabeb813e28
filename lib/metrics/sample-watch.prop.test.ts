import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sample } from '#lib/series/sample.ts';
import { Exposition } from './exposition.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { SampleWatch } from './sample-watch.ts';

const definitions: readonly MetricDefinition[] = [
  { name: 'hvitals_vm_state', type: 'gauge', help: 'State.', labels: ['vm_id', 'vm', 'code'] },
  { name: 'hvitals_vm_finding', type: 'gauge', help: 'Finding.', labels: ['vm_id', 'vm', 'code'] },
  { name: 'hvitals_daemon_late', type: 'gauge', help: 'Late.', labels: [] },
];
const families = definitions.map(({ name }) => name);
const ids = Array.from({ length: 7 }, (_, index) => `vm-${index}`);

const hostile = fc.constantFrom(
  '"',
  '\\',
  '\n',
  '\r',
  '\u2028',
  '\0',
  '{',
  '}',
  ',',
  '=',
  ' ',
  'n',
  'ä',
  '😀',
  '\ud800',
  '\udc00',
);
const text = fc.string({ unit: hostile, maxLength: 6 });
const value = fc.oneof(
  fc.integer({ min: 1 }),
  fc.double(),
  fc.constantFrom(0, 1e21, 1e-7, Number.MAX_VALUE, Infinity, -Infinity, NaN),
);
const samplesOf = (id: string): fc.Arbitrary<readonly Sample[]> =>
  fc
    .record({
      vm: text,
      state: fc.option(value, { nil: undefined }),
      late: fc.option(value, { nil: undefined }),
      codes: fc.uniqueArray(fc.tuple(fc.option(text, { nil: undefined }), value), { maxLength: 3, selector: ([code]) => code }),
    })
    .map(({ vm, state, late, codes }) => [
      ...(state === undefined ? [] : [{ metric: 'hvitals_vm_state', labels: { vm_id: id, vm }, value: state }]),
      ...(late === undefined ? [] : [{ metric: 'hvitals_daemon_late', labels: {}, value: late }]),
      ...codes.map(([code, own]) => ({
        metric: 'hvitals_vm_finding',
        labels: { vm_id: id, vm, ...(code === undefined ? {} : { code }) },
        value: own,
      })),
    ]);

type Step =
  | { readonly do: 'set'; readonly id: string; readonly samples: readonly Sample[] }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'scrape' }
  | { readonly do: 'use'; readonly metrics: readonly string[] };
const id = fc.constantFrom(...ids);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: id.chain((one) => samplesOf(one).map((samples) => ({ do: 'set' as const, id: one, samples }))) },
  { weight: 1, arbitrary: id.map((one) => ({ do: 'remove' as const, id: one })) },
  { weight: 1, arbitrary: fc.constant({ do: 'scrape' as const }) },
  { weight: 2, arbitrary: fc.subarray([...families, 'hvitals_absent']).map((metrics) => ({ do: 'use' as const, metrics })) },
);

const seen = (watch: SampleWatch) =>
  families.map((metric) =>
    [...watch.samplesOf(metric)]
      .map(({ metric: name, labels, value: own }) =>
        JSON.stringify([name, Object.entries(labels).sort(), Object.is(own, -0) ? '0' : String(own)]),
      )
      .toSorted(),
  );

test('a metric that is watched later has what one that was watched from the start has', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (steps, size, slots) => {
        const late = new SampleWatch([]);
        const always = new SampleWatch(families);
        const exposition = new Exposition({
          definitions,
          entriesPerBlock: size,
          ...(slots ? { slotOf: (entry: string) => ids.indexOf(entry) } : {}),
          watch: {
            set(...given) {
              late.set(...given);
              always.set(...given);
            },
          },
        });
        for (const one of steps) {
          if (one.do === 'set') exposition.set(one.id, families, one.samples);
          else if (one.do === 'remove') exposition.remove(one.id, families);
          else if (one.do === 'scrape') await exposition.snapshot();
          else {
            late.use(one.metrics, (metric) => exposition.entriesOf(metric));
            const wanted = seen(always).map((all, index) => (one.metrics.includes(families[index] ?? '') ? all : []));
            expect(seen(late)).toEqual(wanted);
          }
        }
        late.use(families, (metric) => exposition.entriesOf(metric));
        expect(seen(late)).toEqual(seen(always));
      },
    ),
  );
});

test('only what is new is read back', () => {
  const watch = new SampleWatch(['a']);
  watch.set('vm 1', ['a', 'b'], [{ metric: 'a', labels: {}, value: 1 }]);
  const asked: string[] = [];
  watch.use(['a', 'b'], (metric) => {
    asked.push(metric);
    return [['vm 1', [{ metric, labels: {}, value: 2 }]]];
  });
  expect(asked).toEqual(['b']);
  expect([...watch.samplesOf('a'), ...watch.samplesOf('b')].map((one) => one.value)).toEqual([1, 2]);
  watch.use(['b'], () => []);
  expect([...watch.samplesOf('a')]).toEqual([]);
});
