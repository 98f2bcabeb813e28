import type { Random } from '#collectors/transport/simulated/random.ts';
import type { BorderParser } from './fuzz.ts';
import { mutateJson, mutateText } from './mutate.ts';

/** A parser of text; `make` of `more` where the inputs are to be others than bent seeds. */
export function text(
  name: string,
  exports: readonly string[],
  seeds: readonly string[],
  run: (input: string) => boolean,
  more: Partial<BorderParser> = {},
): BorderParser {
  return { name, exports, make: (random) => mutateText(random, seeds), run: run as BorderParser['run'], ...more };
}

/** A parser of the query of an address. */
export function query(
  name: string,
  exports: readonly string[],
  seeds: readonly string[],
  run: (params: URLSearchParams) => boolean,
): BorderParser {
  return text(name, exports, seeds, (input) => run(new URLSearchParams(input)));
}

/** A parser of a value of JSON. */
export function json(
  name: string,
  exports: readonly string[],
  seeds: readonly unknown[],
  run: (input: unknown) => boolean,
): BorderParser {
  const texts = seeds.map((seed) => JSON.stringify(seed));
  return { name, exports, make: (random: Random) => mutateJson(random, texts), run: run as BorderParser['run'] };
}

/** Throws where a result is longer than `most` characters of JSON. */
export function within(result: unknown, most: number): boolean {
  const length = JSON.stringify(result)?.length ?? 0;
  if (length > most) throw new Error(`a result of ${length} characters, ${most} at most`);
  return true;
}
