import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sample } from '#lib/series/sample.ts';
import { FamilyText } from './family-text.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { renderFamilyHeader, renderLine } from './render-line.ts';

/** Work counted since the start, so that tests and the daemon's own metrics can see what a tick cost. */
export interface ExpositionWork {
  readonly linesRendered: number;
  readonly blocksEncoded: number;
  readonly series: number;
}

export interface ExpositionOptions {
  /** All families, in the order in which they are written. */
  readonly definitions: readonly MetricDefinition[];
  readonly entriesPerBlock?: number;
  /** Monotonic milliseconds, to cut encoding into slices. */
  readonly monotonic?: () => number;
}

interface Family {
  readonly definition: MetricDefinition;
  readonly header: Buffer;
  readonly text: FamilyText;
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
  #linesRendered = 0;
  #blocksEncoded = 0;

  constructor({ definitions, entriesPerBlock = 64, monotonic = () => performance.now() }: ExpositionOptions) {
    this.#monotonic = monotonic;
    this.#families = new Map(
      definitions.map((definition) => [
        definition.name,
        { definition, header: Buffer.from(renderFamilyHeader(definition)), text: new FamilyText(entriesPerBlock) },
      ]),
    );
  }

  get work(): ExpositionWork {
    let series = 0;
    for (const { text } of this.#families.values()) series += text.lines;
    return { linesRendered: this.#linesRendered, blocksEncoded: this.#blocksEncoded, series };
  }

  /**
   * Makes `samples` all that `entry` has in `families`; families without a sample lose the entry's lines.
   * Throws on a sample of another family or one that the catalogue lacks: that is a fault in the collector.
   */
  set(entry: string, families: readonly string[], samples: readonly Sample[]): void {
    const texts = new Map(families.map((name) => [name, '']));
    for (const sample of samples) {
      const text = texts.get(sample.metric);
      if (text === undefined) throw new Error(`a sample of ${sample.metric} came from a collector that does not declare it`);
      texts.set(sample.metric, text + renderLine(this.#family(sample.metric).definition, sample));
      this.#linesRendered += 1;
    }
    for (const [name, text] of texts) this.#family(name).text.set(entry, text);
  }

  /** Takes all lines of `entry` in `families` away. */
  remove(entry: string, families: readonly string[]): void {
    for (const name of families) this.#family(name).text.set(entry, '');
  }

  /**
   * The whole text at one moment, in pieces. Changed blocks are encoded in slices of a few milliseconds first; what changes
   * meanwhile is encoded at the end, at once, so that no entry is missed or written twice.
   */
  async snapshot(): Promise<Buffer[]> {
    let sliceEnd = this.#monotonic() + sliceMs;
    for (const { text } of this.#families.values()) {
      while (text.encodeNext()) {
        this.#blocksEncoded += 1;
        if (this.#monotonic() < sliceEnd) continue;
        await nextTurn();
        sliceEnd = this.#monotonic() + sliceMs;
      }
    }
    return this.#collect();
  }

  #collect(): Buffer[] {
    const pieces: Buffer[] = [];
    for (const { header, text } of this.#families.values()) {
      if (text.lines === 0) continue;
      if (pieces.length > 0) pieces.push(blankLine);
      pieces.push(header);
      while (text.encodeNext()) this.#blocksEncoded += 1;
      for (const bytes of text.snapshot()) pieces.push(bytes);
    }
    return pieces;
  }

  #family(name: string): Family {
    const family = this.#families.get(name);
    if (family === undefined) throw new Error(`the catalogue has no metric ${name}`);
    return family;
  }
}

const blankLine = Buffer.from('\n');
