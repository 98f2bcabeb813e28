import { setImmediate as nextTurn } from 'node:timers/promises';
import { catalog } from '#lib/metrics/catalog.ts';
import type { Exposition } from '#lib/metrics/exposition.ts';
import { renderFamilyHeader, renderLine } from '#lib/metrics/render-line.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { ReadingAge, ReadingPublisher } from './publish-readings.ts';

export interface MetricsSources {
  readonly exposition: Pick<Exposition, 'snapshot'>;
  readonly publisher: Pick<ReadingPublisher, 'expire' | 'ages'>;
  readonly own: Pick<OwnMetrics, 'render'>;
}

/** Pieces are joined to at least this size, because a small write costs as much as a large one. */
const writeBytes = 65_536;
const agesPerSlice = 500;

/**
 * The whole of /metrics in the Prometheus text format, piece by piece: the catalogue's families at one moment, the ages of readings,
 * the daemon's own metrics. Families stand apart by an empty line, as prom-client writes them.
 */
export async function* streamMetrics({ exposition, publisher, own }: MetricsSources): AsyncGenerator<Buffer> {
  publisher.expire();
  const ages = publisher.ages();
  const blocks = await exposition.snapshot();
  yield* joined(blocks);
  if (blocks.length > 0) yield Buffer.from('\n');
  yield* renderAges(ages);
  yield Buffer.from(await own.render());
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
async function* renderAges(ages: readonly ReadingAge[]): AsyncGenerator<Buffer> {
  if (ages.length === 0) return;
  const definition = catalog.hvitals_scrape_reading_age_seconds;
  yield Buffer.from(renderFamilyHeader(definition));
  for (let start = 0; start < ages.length; start += agesPerSlice) {
    const lines = ages
      .slice(start, start + agesPerSlice)
      .map(({ host, collector, ageSeconds }) => renderLine(definition, { labels: { host, collector }, value: ageSeconds }));
    yield Buffer.from(lines.join(''));
    await nextTurn();
  }
  yield Buffer.from('\n');
}
