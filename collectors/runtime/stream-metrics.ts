import { setImmediate as nextTurn } from 'node:timers/promises';
import { catalog } from '#lib/metrics/catalog.ts';
import type { Exposition } from '#lib/metrics/exposition.ts';
import { renderFamilyHeader, renderLine, renderOpenMetricsHeader } from '#lib/metrics/render-line.ts';
import { type Shard, shardHasSlot } from '#lib/metrics/shard.ts';
import { familySeparator, openMetricsEnd, type TextFormat } from '#lib/metrics/text-format.ts';
import { toOpenMetrics } from '#lib/metrics/to-openmetrics.ts';
import { hostEntry, slotOfEntry } from './exposition-entry.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { ReadingAge, ReadingPublisher } from './publish-readings.ts';

export interface MetricsSources {
  readonly exposition: Pick<Exposition, 'snapshot'>;
  readonly publisher: Pick<ReadingPublisher, 'expire' | 'ages'>;
  readonly own: Pick<OwnMetrics, 'render'>;
}

/** What a reader of /metrics asked for. */
export interface MetricsRequest {
  readonly format: TextFormat;
  readonly shard: Shard;
}

/** Pieces are joined to at least this size, because a small write costs as much as a large one, and more where it is compressed first. */
const writeBytes = 1_048_576;
const agesPerSlice = 500;

/**
 * One shard of /metrics, piece by piece: the catalogue's families, the ages of readings, and in the first shard the daemon's own metrics.
 * In the Prometheus format families stand apart by an empty line, as prom-client writes them; OpenMetrics ends with `# EOF`.
 */
export async function* streamMetrics(
  { exposition, publisher, own }: MetricsSources,
  { format, shard }: MetricsRequest,
): AsyncGenerator<Buffer> {
  publisher.expire();
  const ages = publisher.ages().filter(({ host }) => shardHasSlot(shard, slotOfEntry(hostEntry(host))));
  const blocks = await exposition.snapshot({ format, shard });
  yield* joined(blocks);
  if (blocks.length > 0) yield Buffer.from(familySeparator[format]);
  yield* renderAges(ages, format);
  if (shard.index === 1) {
    const text = await own.render();
    yield Buffer.from(format === 'openmetrics' ? toOpenMetrics(text) : text);
  }
  if (format === 'openmetrics') yield Buffer.from(openMetricsEnd);
}

function* joined(blocks: readonly Buffer[]): Generator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for (const block of blocks) {
    waiting.push(block);
    size += block.length;
    if (size < writeBytes) continue;
    yield Buffer.concat(waiting, size);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}

/** An age is another one at every scrape, so this one family is rendered when it is read, in slices. */
async function* renderAges(ages: readonly ReadingAge[], format: TextFormat): AsyncGenerator<Buffer> {
  if (ages.length === 0) return;
  const definition = catalog.hvitals_scrape_reading_age_seconds;
  yield Buffer.from(format === 'openmetrics' ? renderOpenMetricsHeader(definition) : renderFamilyHeader(definition));
  for (let start = 0; start < ages.length; start += agesPerSlice) {
    const lines = ages
      .slice(start, start + agesPerSlice)
      .map(({ host, collector, ageSeconds }) => renderLine(definition, { labels: { host, collector }, value: ageSeconds }));
    yield Buffer.from(lines.join(''));
    await nextTurn();
  }
  yield Buffer.from(familySeparator[format]);
}
