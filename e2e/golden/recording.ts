import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AnyCollector, ParseContext, ParseResult } from '#collectors/collector.ts';
import type { Json } from '#lib/model/json.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';

const vmId = z.string().transform((text, context): VmId => {
  const id = parseVmId(text);
  if (id !== undefined) return id;
  context.addIssue('no VM id');
  return z.NEVER;
});

const file = z.strictObject({
  /** Where the data is from: a real host and how it was redacted, or that it was invented and after which facts. */
  from: z.string().min(20),
  /** What the case is about. */
  about: z.string().min(10),
  /** Target name of the host. */
  host: z.string(),
  hostTime: z.iso.datetime(),
  now: z.iso.datetime(),
  /** VM names for the labels; collector `vm` has them in its data. */
  names: z.record(z.string(), z.string()).default({}),
  /** Saved state and readings of the scrape before. */
  state: z.json().optional(),
  previous: z.record(z.string(), z.unknown()).default({}),
  /** The record's data as the host sent it. */
  data: z.unknown(),
});

/** One recording of a collector, `collectors/<name>/testdata/<case>.json`. */
export interface Recording {
  readonly name: string;
  /** Path of the `.prom` file beside it. */
  readonly goldenFile: string;
  readonly from: string;
  readonly about: string;
  readonly host: string;
  readonly names: ReadonlyMap<VmId, string>;
  readonly context: ParseContext<unknown, Json>;
  readonly data: unknown;
}

const collectorsFolder = fileURLToPath(new URL('../../collectors/', import.meta.url));

/** The folder of a collector. */
export function collectorFolder(collector: Pick<AnyCollector, 'name'>): string {
  return join(collectorsFolder, collector.name);
}

/** All recordings of a collector, by name. Throws where one is no recording or its readings do not fit the collector's schema. */
export function loadRecordings(collector: AnyCollector): readonly Recording[] {
  const folder = join(collectorFolder(collector), 'testdata');
  return readdirSync(folder)
    .filter((entry) => entry.endsWith('.json'))
    .sort()
    .map((entry) => loadRecording(collector, folder, entry.slice(0, -'.json'.length)));
}

function loadRecording(collector: AnyCollector, folder: string, name: string): Recording {
  return readRecording(collector, join(folder, name), readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/** A recording from its text; `path` is that of the file without its ending. Throws where it is no recording. */
export function readRecording(collector: AnyCollector, path: string, text: string): Recording {
  const read = file.parse(JSON.parse(text));
  const byVm = <T>(record: Record<string, T>) =>
    new Map(Object.entries(record).map(([id, value]) => [vmId.parse(id), value] as const));
  const previous = [...byVm(read.previous)].map(([id, reading]) => [id, collector.vmReading.parse(reading)] as const);
  return {
    name: basename(path),
    goldenFile: `${path}.prom`,
    from: read.from,
    about: read.about,
    host: read.host,
    names: byVm(read.names),
    context: {
      hostTime: Date.parse(read.hostTime),
      now: Date.parse(read.now),
      state: read.state as Json | undefined,
      previous: new Map(previous),
    },
    data: read.data,
  };
}

/** What the collector makes of a recording. */
export function parseRecording(collector: AnyCollector, recording: Recording): ParseResult<unknown, unknown, Json> {
  return collector.parse(recording.data, recording.context);
}
