import { join } from 'node:path';
import type { Subject } from '../../lib/history/history.ts';
import { MinuteBuffer } from '../../lib/history/minute-buffer.ts';
import { packHours } from '../../lib/history/pack-hours.ts';
import { openChunkStore } from '../../lib/store/sqlite-chunks.ts';

/** Values of series of one subject at one moment. */
export type PastSamples = Readonly<Record<string, number>>;

/** What was in a scrape, or undefined where there was none. `age` is how long ago it was, in milliseconds. */
export type PastOf = (subject: Subject, age: number) => PastSamples | undefined;

/** Gives a running daemon's store a past: a scrape of each subject every 15 seconds up to `untilAge` ago, in packed hours. */
export async function writePast(
  directory: string,
  subjects: readonly Subject[],
  { now, hours, untilAge }: { readonly now: number; readonly hours: number; readonly untilAge: number },
  pastOf: PastOf,
): Promise<void> {
  const chunks = await openChunkStore({ file: join(directory, 'data', 'hvitals.db'), mode: 'collectors' });
  try {
    const buffer = new MinuteBuffer(chunks);
    const start = Math.floor((now - hours * 3_600_000) / 15_000) * 15_000;
    for (let time = start; time < now - untilAge; time += 15_000) {
      for (const subject of subjects) {
        const samples = pastOf(subject, now - time);
        if (samples !== undefined) buffer.append(subject, time, { series: Object.keys(samples), values: Object.values(samples) });
      }
      await buffer.flush(time);
    }
    await buffer.flush(Number.POSITIVE_INFINITY);
    while ((await packHours(chunks, { now, limit: 10 })) > 0);
  } finally {
    chunks.close();
  }
}
