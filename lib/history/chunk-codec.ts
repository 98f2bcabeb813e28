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

/** The first byte says how the rest is packed. */
const plain = 1;
const compressed = 2;
/** Below this zstd costs more time than it saves space: a minute of one VM is about 90 bytes. */
const smallestCompressedBytes = 256;
const integerRuns = 0;
const doubleRuns = 1;
/** Deltas of larger integers would leave the range that a double holds exactly. */
const largestInteger = 2 ** 50;
/** A chunk is never larger than this when unpacked: a damaged one must not eat the memory. */
const maxUnpackedBytes = 16 * 1024 * 1024;

/**
 * Packs the series of one subject (a VM or a host) and span into bytes: timelines are shared between series that were scraped
 * together, times are differences of differences, values are runs (integers as differences), and what is large is zstd-compressed.
 * `start` is the start of the span, UTC milliseconds; no time may lie before it.
 */
export function encodeChunk(start: number, series: readonly ChunkSeries[]): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(plain);
  const lines: (readonly number[])[] = [];
  const lineOf = series.map(({ times }) => {
    const known = lines.findIndex((line) => sameTimes(line, times));
    return known >= 0 ? known : lines.push(times) - 1;
  });
  writer.unsigned(lines.length);
  for (const times of lines) writeTimeline(writer, start, times);
  writer.unsigned(series.length);
  series.forEach(({ series: id, values }, index) => {
    writer.unsigned(id);
    writer.unsigned(lineOf[index] ?? 0);
    writeValues(writer, values);
  });
  const bytes = writer.bytes();
  if (bytes.length < smallestCompressedBytes) return bytes.slice();
  const packed = zstdCompressSync(bytes.subarray(1), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  return Buffer.concat([Uint8Array.of(compressed), packed]);
}

/** Unpacks a chunk. Throws on damaged bytes. */
export function decodeChunk(start: number, bytes: Uint8Array): readonly ChunkSeries[] {
  const reader = new ByteReader(unpack(bytes));
  const lines = Array.from({ length: reader.count() }, () => readTimeline(reader, start));
  return Array.from({ length: reader.count() }, () => {
    const series = reader.unsigned();
    const times = lines[reader.unsigned()];
    if (times === undefined) throw new RangeError('A series of the chunk has no timeline.');
    return { series, times, values: readValues(reader, times.length) };
  });
}

function unpack(bytes: Uint8Array): Uint8Array {
  const [kind] = bytes;
  const rest = bytes.subarray(1);
  if (kind === plain) return rest;
  if (kind === compressed) return zstdDecompressSync(rest, { maxOutputLength: maxUnpackedBytes });
  throw new RangeError(`The chunk is packed in way ${String(kind)}; this program knows ${plain} and ${compressed}.`);
}

function sameTimes(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((time, index) => time === b[index]));
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
  return Array.from({ length: reader.count() }, () => {
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
