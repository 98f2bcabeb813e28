import fc from 'fast-check';
import { Gauge, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { Sample } from '#lib/series/sample.ts';
import { Exposition } from './exposition.ts';
import type { MetricDefinition } from './metric-definition.ts';

const definitions: readonly MetricDefinition[] = [
  { name: 'hvitals_vm_info', type: 'info', help: 'Identity \\ of a VM.\nAlways 1.', labels: ['vm_id', 'vm', 'host', 'version'] },
  { name: 'hvitals_vm_state', type: 'gauge', help: 'State "as is".', labels: ['vm_id', 'vm'] },
  { name: 'hvitals_vm_service', type: 'gauge', help: 'Service.', labels: ['vm_id', 'vm', 'service'] },
];
const families = definitions.map(({ name }) => name);

/** The reference: prom-client with the same samples, in the order of entries given. */
async function renderedByPromClient(entries: ReadonlyMap<string, readonly Sample[]>): Promise<string> {
  const registry = new Registry();
  for (const { name, help, labels } of definitions) {
    const samples = [...entries.values()].flat().filter(({ metric }) => metric === name);
    if (samples.length === 0) continue;
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
    for (const sample of samples) gauge.set(inOrder(labels, sample.labels), sample.value);
  }
  const text = await registry.metrics();
  return text === '\n' ? '' : text;
}

/** prom-client writes labels in the order of the object's keys; the catalogue's order is ours. */
function inOrder(names: readonly string[], labels: Sample['labels']): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
}

async function rendered(exposition: Exposition): Promise<string> {
  return Buffer.concat(await exposition.snapshot()).toString('utf8');
}

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\r', '\t', '{', '}', ',', '=', ' ', 'a', 'ä', '日', '😀', '\u202e') }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const withoutNul = text.map((value) => value.replaceAll('\0', '0'));
const value = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1e21, 1e-7, Number.MAX_VALUE, Infinity, -Infinity),
);

/** Samples of one entry: any subset of the families, one to three services. */
const samplesOf = (id: string): fc.Arbitrary<Sample[]> =>
  fc
    .record({
      vm: withoutNul,
      host: withoutNul,
      version: fc.option(withoutNul, { nil: undefined }),
      info: fc.boolean(),
      state: fc.option(value, { nil: undefined }),
      services: fc.uniqueArray(fc.tuple(withoutNul, value), { maxLength: 3, selector: ([name]) => name }),
    })
    .map(({ vm, host, version, info, state, services }) => {
      const labels = { vm_id: id, vm };
      return [
        ...(info
          ? [{ metric: 'hvitals_vm_info', labels: { host, ...labels, ...(version === undefined ? {} : { version }) }, value: 1 }]
          : []),
        ...(state === undefined ? [] : [{ metric: 'hvitals_vm_state', labels, value: state }]),
        ...services.map(([service, status]) => ({ metric: 'hvitals_vm_service', labels: { ...labels, service }, value: status })),
      ];
    });

const ids = Array.from({ length: 12 }, (_, index) => `vm-${index}`);
const step = fc
  .constantFrom(...ids)
  .chain((id) =>
    fc.oneof(
      { weight: 4, arbitrary: samplesOf(id).map((samples) => ({ id, samples })) },
      { weight: 1, arbitrary: fc.constant({ id, samples: undefined }) },
      { weight: 1, arbitrary: fc.constant({ id: undefined, samples: undefined }) },
    ),
  );

test('fresh text equals that of prom-client, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(...ids.slice(0, 5).map(samplesOf)), async (all) => {
      const exposition = new Exposition({ definitions, entriesPerBlock: 2 });
      const entries = new Map(all.map((samples, index) => [`vm-${index}`, samples]));
      for (const [id, samples] of entries) exposition.set(id, families, samples);
      expect(await rendered(exposition)).toBe(await renderedByPromClient(entries));
    }),
  );
});

test('after any changes, removals and scrapes between them the text holds the lines of prom-client, family by family', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), async (steps, entriesPerBlock) => {
      const exposition = new Exposition({ definitions, entriesPerBlock });
      const model = new Map<string, readonly Sample[]>();
      for (const { id, samples } of steps) {
        if (id === undefined) await rendered(exposition);
        else if (samples === undefined) {
          exposition.remove(id, families);
          model.delete(id);
        } else {
          exposition.set(id, families, samples);
          model.set(id, samples);
        }
      }
      const reference = await renderedByPromClient(model);
      expect(sortedLines(await rendered(exposition))).toEqual(sortedLines(reference));
      expect(exposition.work.series).toBe([...model.values()].flat().length);
    }),
  );
});

/** Lines of each family in an order of their own; families, their headers and the empty lines between them stay in place. */
function sortedLines(whole: string): string[] {
  return whole.split('\n\n').map((family) => {
    const lines = family.trimEnd().split('\n');
    return [...lines.slice(0, 2), ...lines.slice(2).toSorted()].join('\n');
  });
}
