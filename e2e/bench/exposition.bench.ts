// biome-ignore lint/style/noRestrictedImports: it is the peer that the exporter is measured against.
import { Gauge, Registry } from 'prom-client';
import { slotOfEntry } from '#collectors/runtime/exposition-entry.ts';
import { Exposition } from '#lib/metrics/exposition.ts';
import type { Sample } from '#lib/series/sample.ts';
import { type BenchRow, median, ms, times } from './bench-row.ts';
import { samplesOf, seriesPerVm, vmDefinitions, vmFamilies, vmIdOf } from './fleet-samples.ts';
import { watchLoop } from './loop-watch.ts';

const vms = Math.ceil(400_000 / seriesPerVm);
const rounds = 15;
const peerRounds = 5;

/** Codes as they come and go, of one digit and of more: a text of another length costs more than one of the same. */
const codes = [3, 12, 2, 13, 15, 2, 32_896];

/** The samples of 1 % of the VMs, spread over all of them, with new values. */
function changes(round: number): readonly { readonly number: number; readonly samples: readonly Sample[] }[] {
  return Array.from({ length: Math.ceil(vms / 100) }, (_, at) => {
    const number = (at * 100 + round * 7) % vms;
    return { number, samples: samplesOf(number, codes[round % codes.length] ?? 0) };
  });
}

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

async function measureOurs() {
  const exposition = new Exposition({ definitions: vmDefinitions, slotOf: slotOfEntry });
  for (let number = 0; number < vms; number++) exposition.set(`vm ${vmIdOf(number)}`, vmFamilies, samplesOf(number, 2));
  const all = await longestWhile(async () => (await exposition.lease()).release());
  const taken: number[] = [];
  let longest = 0;
  for (let round = 0; round < rounds; round++) {
    const changed = changes(round);
    const watch = watchLoop();
    taken.push(
      await timed(async () => {
        for (const { number, samples } of changed) exposition.set(`vm ${vmIdOf(number)}`, vmFamilies, samples);
        (await exposition.lease()).release();
      }),
    );
    longest = Math.max(longest, watch.longestMs());
    watch.stop();
  }
  const text = Buffer.concat(await exposition.snapshot()).toString();
  return { taken, longest, longestAll: all, text };
}

async function measurePromClient() {
  const registry = new Registry();
  const gauges = new Map(
    vmDefinitions.map(({ name, help, labels }) => [
      name,
      new Gauge({ name, help, labelNames: [...labels], registers: [registry] }),
    ]),
  );
  const set = (samples: readonly Sample[]) => {
    for (const { metric, labels, value } of samples) gauges.get(metric)?.set({ ...labels }, value);
  };
  for (let number = 0; number < vms; number++) set(samplesOf(number, 2));
  const taken: number[] = [];
  let longest = 0;
  for (let round = 0; round < rounds; round++) {
    const changed = changes(round);
    // Every change reaches it, so that both hold the same in the end; the rendering is timed in a few rounds only.
    const render = round >= rounds - peerRounds;
    const watch = watchLoop();
    const took = await timed(async () => {
      for (const { samples } of changed) set(samples);
      if (render) await registry.metrics();
    });
    if (render) {
      taken.push(took);
      longest = Math.max(longest, watch.longestMs());
    }
    watch.stop();
  }
  return { taken, longest, text: await registry.metrics() };
}

async function longestWhile(work: () => Promise<unknown>): Promise<number> {
  const watch = watchLoop();
  await work();
  const longest = watch.longestMs();
  watch.stop();
  return longest;
}

/** Both must say the same, or the comparison is void. prom-client writes the labels of hvitals_vm_info in another order of keys. */
function assertSame(ours: string, theirs: string): void {
  const lines = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('hvitals_vm_info'));
  const known = new Set(lines(theirs));
  const missing = lines(ours).filter((line) => !known.has(line));
  if (missing.length > 0 || known.size !== lines(ours).length)
    throw new Error(`the texts differ: ${missing[0] ?? 'a line is missing'}`);
}

/** /metrics of 400,000 series of which 1 % have changed: taking the changes in and making the text ready to be sent. */
export async function bench(): Promise<readonly BenchRow[]> {
  const ours = await measureOurs();
  const theirs = await measurePromClient();
  assertSame(ours.text, theirs.text);
  const [mine, stock] = [median(ours.taken), median(theirs.taken)];
  const what = `\`/metrics\` of ${(vms * seriesPerVm).toLocaleString('en')} series`;
  return [
    {
      what: `${what}, 1 % changed, until ready to send`,
      ours: ms(mine),
      peer: 'prom-client 15',
      peers: ms(stock),
      ratio: times(stock, mine),
      target: '≥ 50×',
    },
    {
      what: `${what}, 1 % changed: longest hold of the event loop`,
      ours: ms(ours.longest),
      peer: 'prom-client 15',
      peers: ms(theirs.longest),
      ratio: times(theirs.longest, ours.longest),
      target: '≤ 20 ms',
    },
    {
      what: `${what}, all of them new: longest hold of the event loop`,
      ours: ms(ours.longestAll),
      peer: undefined,
      peers: undefined,
      ratio: '',
      target: '≤ 20 ms',
    },
  ];
}
