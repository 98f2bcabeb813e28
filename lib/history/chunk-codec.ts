import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteReader, ByteWriter } from './varint.ts';

/**
 * The samples of one series in a chunk. `series` is the small number that the store gives to a series name; `times` are UTC
 * milliseconds, ascending; `values` has the same length.
 */
export interface ChunkSeries {
  readonly series: number;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

const version = 1;
const integerRuns = 0;
const doubleRuns = 1;
/** Deltas of larger integers would leave the range that a double holds exactly. */
const largestInteger = 2 ** 50;
/** A chunk is never larger than this when unpacked: a damaged one must not eat the memory. */
const maxUnpackedBytes = 16 * 1024 * 1024;

/**
 * Packs the series of one subject (a VM or a host) and span into bytes: timelines are shared between series that were scraped
 * together, times are differences of differences, values are runs (integers as differences), and the whole is zstd-compressed.
 * `start` is the start of the span, UTC milliseconds; no time may lie before it.
 */
export function encodeChunk(start: number, series: readonly ChunkSeries[]): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(version);
  const timelines = new Map<string, number>();
  const lines: (readonly number[])[] = [];
  const lineOf = series.map(({ times }) => {
    const key = times.join();
    const known = timelines.get(key);
    if (known !== undefined) return known;
    timelines.set(key, lines.length);
    lines.push(times);
    return lines.length - 1;
  });
  writer.unsigned(lines.length);
  for (const times of lines) writeTimeline(writer, start, times);
  writer.unsigned(series.length);
  series.forEach(({ series: id, values }, index) => {
    writer.unsigned(id);
    writer.unsigned(lineOf[index] ?? 0);
    writeValues(writer, values);
  });
  return zstdCompressSync(writer.bytes(), { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
}

/** Unpacks a chunk. Throws on damaged bytes. */
export function decodeChunk(start: number, bytes: Uint8Array): readonly ChunkSeries[] {
  const reader = new ByteReader(zstdDecompressSync(bytes, { maxOutputLength: maxUnpackedBytes }));
  const found = reader.unsigned();
  if (found !== version) throw new RangeError(`The chunk has version ${found}; this program reads version ${version}.`);
  const lines = Array.from({ length: reader.unsigned() }, () => readTimeline(reader, start));
  return Array.from({ length: reader.unsigned() }, () => {
    const series = reader.unsigned();
    const times = lines[reader.unsigned()] ?? [];
    return { series, times, values: readValues(reader, times.length) };
  });
}

function writeTimeline(writer: ByteWriter, start: number, times: readonly number[]): void {
  writer.unsigned(times.length);
  let previous = start;
  let previousDelta = 0;
  for (const time of times) {
    const delta = time - previous;
    writer.signed(delta - previousDelta);
    previous = time;
    previousDelta = delta;
  }
}

function readTimeline(reader: ByteReader, start: number): readonly number[] {
  let previous = start;
  let delta = 0;
  return Array.from({ length: reader.unsigned() }, () => {
    delta += reader.signed();
    previous += delta;
    return previous;
  });
}

function writeValues(writer: ByteWriter, values: readonly number[]): void {
  const integers = values.every((value) => Number.isInteger(value) && Math.abs(value) <= largestInteger && !Object.is(value, -0));
  writer.unsigned(integers ? integerRuns : doubleRuns);
  let index = 0;
  let previous = 0;
  while (index < values.length) {
    const value = values[index] ?? 0;
    let end = index + 1;
    while (end < values.length && Object.is(values[end], value)) end += 1;
    writer.unsigned(end - index);
    if (integers) writer.signed(value - previous);
    else writer.double(value);
    previous = value;
    index = end;
  }
}

function readValues(reader: ByteReader, count: number): readonly number[] {
  const encoding = reader.unsigned();
  const values: number[] = [];
  let previous = 0;
  while (values.length < count) {
    const run = reader.unsigned();
    if (run === 0 || run > count - values.length) throw new RangeError('A run of values does not fit the times of its series.');
    const value = encoding === integerRuns ? previous + reader.signed() : reader.double();
    for (let index = 0; index < run; index += 1) values.push(value);
    previous = value;
  }
  return values;
}
