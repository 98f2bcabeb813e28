import { type ChunkSeries, encodeChunk } from './chunk-codec.ts';
import { type Chunk, type ChunkStore, chunkSpanMs } from './chunk-store.ts';
import { type HistorySample, type Subject, seriesKey } from './history.ts';

interface OpenMinute {
  readonly subject: Subject;
  readonly start: number;
  readonly series: Map<string, { times: number[]; values: number[] }>;
}

/**
 * Collects samples until their minute is over, and then writes one chunk per subject. What is lost when the process is killed is
 * the open minute. Samples must come in the order of their time for each series; one that is not newer is dropped.
 */
export class MinuteBuffer {
  readonly #open = new Map<string, OpenMinute>();

  add(samples: Iterable<HistorySample>): void {
    for (const sample of samples) {
      const start = Math.floor(sample.time / chunkSpanMs.minute) * chunkSpanMs.minute;
      const key = `${start} ${sample.subject}`;
      let minute = this.#open.get(key);
      if (minute === undefined) {
        minute = { subject: sample.subject, start, series: new Map() };
        this.#open.set(key, minute);
      }
      const name = seriesKey(sample);
      const series = minute.series.get(name);
      if (series === undefined) minute.series.set(name, { times: [sample.time], values: [sample.value] });
      else if ((series.times.at(-1) ?? 0) < sample.time) {
        series.times.push(sample.time);
        series.values.push(sample.value);
      }
    }
  }

  /**
   * Writes every minute that ended at or before `before` (UTC milliseconds; `Infinity` at shutdown). What could not be written
   * stays in the buffer, and the error is the store's.
   */
  async flush(store: ChunkStore, before: number): Promise<void> {
    const due = [...this.#open.entries()].filter(([, minute]) => minute.start + chunkSpanMs.minute <= before);
    if (due.length === 0) return;
    const ids = await store.seriesIds([...new Set(due.flatMap(([, minute]) => [...minute.series.keys()]))]);
    const chunks = due.map(([, minute]): Chunk => {
      const series: ChunkSeries[] = [];
      for (const [name, { times, values }] of minute.series) {
        const id = ids.get(name);
        if (id !== undefined) series.push({ series: id, times, values });
      }
      return { subject: minute.subject, level: 'minute', start: minute.start, bytes: encodeChunk(minute.start, series) };
    });
    await store.writeChunks(chunks, []);
    for (const [key] of due) this.#open.delete(key);
  }
}
