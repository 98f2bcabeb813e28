import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sample } from '#lib/series/sample.ts';
import { FamilyText } from './family-text.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { parseLines } from './parse-lines.ts';
import { renderFamilyHeader, renderLine, renderOpenMetricsHeader } from './render-line.ts';
import type { SampleWatch } from './sample-watch.ts';
import { type Shard, shardHasSlot, slotCount, wholeFleet } from './shard.ts';
import { familySeparator, type TextFormat } from './text-format.ts';

/** Work counted since the start, so that tests and the daemon's own metrics can see what a tick cost. */
export interface ExpositionWork {
  readonly linesRendered: number;
  readonly blocksEncoded: number;
  readonly series: number;
  /** About the size of the whole text. */
  readonly bytes: number;
}

export interface ExpositionOptions {
  /** All families, in the order in which they are written. */
  readonly definitions: readonly MetricDefinition[];
  readonly entriesPerBlock?: number;
  /** Monotonic milliseconds, to cut encoding into slices. */
  readonly monotonic?: () => number;
  /** Slot of an entry, below `slotCount`. Undefined: there is one shard only, and lines stand in the order in which entries came. */
  readonly slotOf?: (entry: string) => number;
  /** Told of all samples. */
  readonly watch?: Pick<SampleWatch, 'set'>;
}

export interface SnapshotOptions {
  readonly format?: TextFormat;
  readonly shard?: Shard;
}

/** A text that somebody reads. As long as it is not released its buffers do not change. */
export interface Lease {
  readonly pieces: readonly Buffer[];
  release(): void;
}

interface Family {
  readonly definition: MetricDefinition;
  readonly headers: Readonly<Record<TextFormat, Buffer>>;
  /** Lines by slot. */
  readonly texts: readonly FamilyText[];
}

/** How long encoding may hold the event loop before others get their turn. */
const sliceMs = 5;

/**
 * The text of /metrics, kept ready: lines are rendered when a reading changes, not when somebody scrapes. The format wants all lines
 * of one family together, so each family holds its own lines per entry (a VM, a host, a host and collector).
 */
export class Exposition {
  readonly #families: ReadonlyMap<string, Family>;
  readonly #monotonic: () => number;
  readonly #slotOf: (entry: string) => number;
  readonly #watch: Pick<SampleWatch, 'set'> | undefined;
  #linesRendered = 0;
  #leases = 0;

  constructor(options: ExpositionOptions) {
    const { definitions, entriesPerBlock = 64, monotonic = () => performance.now(), slotOf } = options;
    this.#monotonic = monotonic;
    this.#watch = options.watch;
    this.#slotOf = slotOf ?? (() => 0);
    const slots = slotOf === undefined ? 1 : slotCount;
    this.#families = new Map(
      definitions.map((definition) => {
        const headers = {
          prometheus: Buffer.from(renderFamilyHeader(definition)),
          openmetrics: Buffer.from(renderOpenMetricsHeader(definition)),
        };
        return [
          definition.name,
          { definition, headers, texts: Array.from({ length: slots }, () => new FamilyText(entriesPerBlock)) },
        ];
      }),
    );
  }

  get work(): ExpositionWork {
    let [series, bytes, blocksEncoded] = [0, 0, 0];
    for (const { texts } of this.#families.values()) {
      for (const text of texts) {
        series += text.lines;
        bytes += text.size;
        blocksEncoded += text.encoded;
      }
    }
    return { linesRendered: this.#linesRendered, blocksEncoded, series, bytes };
  }

  /**
   * Makes `samples` all that `entry` has in `families`; families without a sample lose the entry's lines.
   * Throws on a sample of another family or one that the catalogue lacks: that is a fault in the collector.
   */
  set(entry: string, families: readonly string[], samples: readonly Sample[]): void {
    const own = families.map((name) => this.#family(name));
    const texts = families.map(() => '');
    for (const sample of samples) {
      const at = families.indexOf(sample.metric);
      const family = own[at];
      if (family === undefined) throw new Error(`a sample of ${sample.metric} came from a collector that does not declare it`);
      texts[at] += renderLine(family.definition, sample);
      this.#linesRendered += 1;
    }
    const slot = this.#slotOf(entry);
    for (const [at, family] of own.entries()) family.texts[slot]?.set(entry, texts[at] ?? '');
    this.#watch?.set(entry, families, samples);
  }

  /** Takes all lines of `entry` in `families` away. */
  remove(entry: string, families: readonly string[]): void {
    const slot = this.#slotOf(entry);
    for (const name of families) this.#family(name).texts[slot]?.set(entry, '');
    this.#watch?.set(entry, families, []);
  }

  /** What each entry has of one metric, read back from its lines: samples are not kept beside them. None of a metric that is no family. */
  *entriesOf(metric: string): Generator<readonly [entry: string, samples: readonly Sample[]]> {
    for (const text of this.#families.get(metric)?.texts ?? []) {
      for (const [entry, lines] of text.entries()) yield [entry, parseLines(lines)];
    }
  }

  /** As `snapshot`, for a reader that says when it is done: from then on blocks can be changed where they are, without a copy. */
  async lease(options: SnapshotOptions = {}): Promise<Lease> {
    this.#leases += 1;
    let open = true;
    const release = () => {
      if (open) this.#leases -= 1;
      open = false;
    };
    try {
      return { pieces: await this.#collect(options), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** The text of one shard in pieces, which stay as they are for ever. */
  async snapshot(options: SnapshotOptions = {}): Promise<readonly Buffer[]> {
    return (await this.lease(options)).pieces;
  }

  /**
   * The text of one shard in pieces, each family with a separator before it but the first. Changed blocks are encoded in slices of a few
   * milliseconds. One family's lines in one slot are taken at one moment, so no entry is missed or written twice; what changes between
   * two such moments may show in the one and not in the other.
   */
  async #collect({ format = 'prometheus', shard = wholeFleet }: SnapshotOptions): Promise<Buffer[]> {
    const pieces: Buffer[] = [];
    let sliceEnd = this.#monotonic() + sliceMs;
    for (const { headers, texts } of this.#families.values()) {
      const mine = texts.filter((text, slot) => text.lines > 0 && shardHasSlot(shard, slot));
      if (mine.length === 0) continue;
      if (pieces.length > 0 && familySeparator[format] !== '') pieces.push(Buffer.from(familySeparator[format]));
      pieces.push(headers[format]);
      for (const text of mine) {
        // A block is encoded before this reader gets it, and not again for it; so only other readers matter.
        while (text.encodeNext(this.#leases === 1)) {
          if (this.#monotonic() < sliceEnd) continue;
          await nextTurn();
          sliceEnd = this.#monotonic() + sliceMs;
        }
        // Nothing has waited since the last block was found clean, so all of them are of this moment.
        for (const bytes of text.snapshot()) pieces.push(bytes);
      }
    }
    return pieces;
  }

  #family(name: string): Family {
    const family = this.#families.get(name);
    if (family === undefined) throw new Error(`the catalogue has no metric ${name}`);
    return family;
  }
}
