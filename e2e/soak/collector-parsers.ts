import type { AnyCollector, ParseContext } from '#collectors/collector.ts';
import { registry } from '#collectors/registry.ts';
import { demoFleet } from '#collectors/transport/simulated/demo-fleet.ts';
import { recordData } from '#collectors/transport/simulated/records.ts';
import type { Json } from '#lib/model/json.ts';
import { mostVms } from '#lib/model/vm-rows.ts';
import { loadRecordings } from '../golden/recording.ts';
import type { BorderParser } from './fuzz.ts';
import { mutateJson } from './mutate.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
/** What one reading may hold as JSON: three blocks of data exchange, each as much as a host sends, and their escapes. */
const longestReading = 6 * 1024 * 1024;
/** 256 disks with three sizes each. */
const mostSamples = 800;
const longestLabel = 1_024;
/** Readings go from one scrape to the next, and so does what the collector remembers; now and then a host begins anew. */
const scrapesInRow = 40;

/** The parser of every collector, fed with its recordings and the demo fleet's records, one scrape after the other. */
export function collectorParsers(): readonly BorderParser[] {
  const fleet = demoFleet({ hosts: 2, vmsPerHost: 4, seed: 7 });
  return registry.map((collector) => {
    const { name } = collector;
    const recorded = loadRecordings(collector).map(({ data }) => data);
    const simulated = ['hv01', 'hv02'].flatMap((host) => {
      const at = fleet.hostAt(host, now);
      return at === undefined ? [] : [recordData(at, name, {}, now).data];
    });
    const seeds = [...recorded, ...simulated].map((data) => JSON.stringify(data));
    let before: Pick<ParseContext<unknown, Json>, 'state' | 'previous'> = { state: undefined, previous: new Map() };
    let scrapes = 0;
    return {
      name: `collector ${name}`,
      exports: [toExport(name)],
      make: (random) => mutateJson(random, seeds),
      run(data: unknown) {
        scrapes += 1;
        if (scrapes % scrapesInRow === 0) before = { state: undefined, previous: new Map() };
        const parsed = collector.parse(data, { hostTime: now + scrapes * 1_000, now, ...before });
        if (!parsed.ok) return check(parsed.reason.length > 0 && parsed.reason.length < 2_000, 'its reason is empty or endless');
        if (parsed.vms.size > mostVms) throw new Error(`${parsed.vms.size} VMs`);
        for (const [vmId, reading] of parsed.vms) {
          if (before.previous.get(vmId) !== reading) checkReading(collector, reading);
          checkSamples(collector.vmSamples?.(reading, { vmId, name: 'x', host: 'hv01' }) ?? []);
        }
        if (parsed.host !== undefined) {
          collector.hostReading?.parse(JSON.parse(JSON.stringify(parsed.host)));
          checkSamples(collector.hostSamples?.(parsed.host, 'hv01') ?? []);
        }
        before = { state: parsed.state === undefined ? before.state : stored(parsed.state), previous: parsed.vms };
        return true;
      },
    };
  });
}

function toExport(collector: string): string {
  return `parse${collector.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())}`;
}

function checkReading(collector: AnyCollector, reading: unknown): void {
  const text = JSON.stringify(reading);
  check(text.length <= longestReading, `a reading of ${text.length} characters`);
  collector.vmReading.parse(JSON.parse(text));
}

function checkSamples(samples: ReturnType<NonNullable<AnyCollector['hostSamples']>>): void {
  check(samples.length <= mostSamples, `${samples.length} samples`);
  for (const { value, labels } of samples) {
    check(Number.isFinite(value), `a sample of ${value}`);
    for (const label of Object.values(labels)) check((label?.length ?? 0) <= longestLabel, 'a label without end');
  }
}

function check(holds: boolean, otherwise: string): false {
  if (!holds) throw new Error(otherwise);
  return false;
}

/** A state as it comes back from the store. */
function stored(state: Json): Json {
  return JSON.parse(JSON.stringify(state)) as Json;
}
