import { setImmediate as nextTurn } from 'node:timers/promises';
import { catalog } from '#lib/metrics/catalog.ts';
import type { Exposition, Lease } from '#lib/metrics/exposition.ts';
import { renderFamilyHeader, renderLine, renderOpenMetricsHeader } from '#lib/metrics/render-line.ts';
import { type Shard, shardHasSlot } from '#lib/metrics/shard.ts';
import { familySeparator, openMetricsEnd, type TextFormat } from '#lib/metrics/text-format.ts';
import { toOpenMetrics } from '#lib/metrics/to-openmetrics.ts';
import { hostEntry, slotOfEntry } from './exposition-entry.ts';
import type { OwnMetrics } from './own-metrics.ts';
import type { ReadingAge, ReadingPublisher } from './publish-readings.ts';

export interface MetricsSources {
  readonly exposition: Pick<Exposition, 'lease'>;
  readonly publisher: Pick<ReadingPublisher, 'expire' | 'ages'>;
  readonly own: Pick<OwnMetrics, 'render'>;
}

/** What a reader of /metrics asked for. */
export interface MetricsRequest {
  readonly format: TextFormat;
  readonly shard: Shard;
}

const agesPerSlice = 500;

/**
 * One shard of /metrics in pieces: the catalogue's families, the ages of readings, and in the first shard the daemon's own metrics.
 * In the Prometheus format families stand apart by an empty line, as prom-client writes them; OpenMetrics ends with `# EOF`.
 * Release it when the last piece is sent.
 */
export async function collectMetrics(
  { exposition, publisher, own }: MetricsSources,
  { format, shard }: MetricsRequest,
): Promise<Lease> {
  publisher.expire();
  const ages = publisher.ages().filter(({ host }) => shardHasSlot(shard, slotOfEntry(hostEntry(host))));
  const lease = await exposition.lease({ format, shard });
  try {
    const pieces = [...lease.pieces];
    if (pieces.length > 0) pieces.push(Buffer.from(familySeparator[format]));
    pieces.push(...(await renderAges(ages, format)));
    if (shard.index === 1) {
      const text = await own.render();
      pieces.push(Buffer.from(format === 'openmetrics' ? toOpenMetrics(text) : text));
    }
    if (format === 'openmetrics') pieces.push(Buffer.from(openMetricsEnd));
    return { pieces, release: lease.release };
  } catch (error) {
    lease.release();
    throw error;
  }
}

/** An age is another one at every scrape, so this one family is rendered when it is read, in slices. */
async function renderAges(ages: readonly ReadingAge[], format: TextFormat): Promise<readonly Buffer[]> {
  if (ages.length === 0) return [];
  const definition = catalog.hvitals_scrape_reading_age_seconds;
  const pieces = [Buffer.from(format === 'openmetrics' ? renderOpenMetricsHeader(definition) : renderFamilyHeader(definition))];
  for (let start = 0; start < ages.length; start += agesPerSlice) {
    const lines = ages
      .slice(start, start + agesPerSlice)
      .map(({ host, collector, ageSeconds }) => renderLine(definition, { labels: { host, collector }, value: ageSeconds }));
    pieces.push(Buffer.from(lines.join('')));
    await nextTurn();
  }
  pieces.push(Buffer.from(familySeparator[format]));
  return pieces;
}
