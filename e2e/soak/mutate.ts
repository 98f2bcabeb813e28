import type { Random } from '#collectors/transport/simulated/random.ts';

/** Text that has broken parsers before: markup, shells, formulas, labels, controls, names of what every object has. */
export const nastyTexts = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  '<script>alert(1)</script>',
  ']]>',
  '&#0;&#x110000;&bogus;',
  '$(reboot)`reboot`',
  "=cmd|' /C calc'!A0",
  '"} 1\nforged{a="',
  '\\',
  '\u0000',
  '\u001b[2J',
  '\u202e\u2066',
  '\ud800',
  '\udc00x',
  '1601-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.001Z',
  '1e999',
  '-0',
  'NaN',
  '99999999999999999999999999',
  'hvitals.beacon',
  'x'.repeat(20_000),
  '('.repeat(5_000),
  'a*'.repeat(3_000),
  '%'.repeat(3_000),
  '\ufeff{}',
] as const;

const nastyNumbers = [
  0,
  -0,
  -1,
  1,
  0.1,
  255,
  256,
  65_536,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  -1e308,
  5e-324,
  8.64e15 + 1,
];

/** A number that is at an edge, or any. */
export function anyNumber(random: Random): number {
  return random.below(3) === 0
    ? (random.next() - 0.5) * 10 ** random.below(30)
    : (nastyNumbers[random.below(nastyNumbers.length)] ?? 0);
}

/** Text of the list above, or random characters of every kind. */
export function anyText(random: Random): string {
  if (random.below(2) === 0) return nastyTexts[random.below(nastyTexts.length)] ?? '';
  const limit = random.pick([0x80, 0x300, 0x1_0000]);
  return Array.from({ length: random.below(60) }, () => String.fromCharCode(random.below(limit))).join('');
}

/** A text near one of the seeds: bits flipped, parts cut, doubled, moved from another seed, or replaced; now and then pure noise. */
export function mutateText(random: Random, seeds: readonly string[]): string {
  if (random.below(8) === 0) return anyText(random);
  let text = seeds[random.below(seeds.length)] ?? '';
  for (let rounds = 1 + random.below(4); rounds > 0; rounds--) text = mutateOnce(random, text, seeds);
  return text;
}

function mutateOnce(random: Random, text: string, seeds: readonly string[]): string {
  const [a, b] = [random.below(text.length + 1), random.below(text.length + 1)].toSorted((x, y) => x - y) as [number, number];
  switch (random.below(7)) {
    case 0:
      return text.slice(0, a) + String.fromCharCode((text.charCodeAt(a) || 0) ^ (1 << random.below(16))) + text.slice(a + 1);
    case 1:
      return text.slice(0, a) + text.slice(b);
    case 2:
      return text.slice(0, b) + text.slice(a, b).repeat(1 + random.below(3)) + text.slice(b);
    case 3: {
      const other = seeds[random.below(seeds.length)] ?? '';
      return text.slice(0, a) + other.slice(random.below(other.length + 1));
    }
    case 4:
      return text.slice(0, a) + anyText(random) + text.slice(b);
    case 5:
      return text.slice(0, a) + anyText(random) + text.slice(a);
    default:
      return text.replace(/\d+/, () => String(anyNumber(random)));
  }
}

/** Bytes near one of the seeds, or noise. */
export function mutateBytes(random: Random, seeds: readonly Uint8Array[]): Uint8Array {
  if (random.below(6) === 0) return Uint8Array.from({ length: random.below(200) }, () => random.below(256));
  const bytes = Uint8Array.from(seeds[random.below(seeds.length)] ?? []);
  for (let rounds = 1 + random.below(6); rounds > 0; rounds--) {
    const at = random.below(Math.max(1, bytes.length));
    bytes[at] = random.below(2) === 0 ? (bytes[at] ?? 0) ^ (1 << random.below(8)) : random.pick([0, 0x7f, 0x80, 0xff]);
  }
  return random.below(4) === 0 ? bytes.slice(0, random.below(bytes.length + 1)) : bytes;
}

/** JSON near one of the seeds (each as text): parts of another type, gone, doubled, nested, or taken from another seed. */
export function mutateJson(random: Random, seeds: readonly string[]): unknown {
  if (random.below(10) === 0) return anyJson(random, 3);
  const value: unknown = JSON.parse(seeds[random.below(seeds.length)] ?? 'null');
  for (let rounds = 1 + random.below(4); rounds > 0; rounds--) {
    const place = randomPlace(random, value);
    if (place === undefined) return anyJson(random, 3);
    replace(random, place, seeds);
  }
  return value;
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

/** Somewhere in the tree: at each level on, or here. */
function randomPlace(random: Random, value: unknown): Place | undefined {
  let [holder, place]: [unknown, Place | undefined] = [value, undefined];
  while (typeof holder === 'object' && holder !== null) {
    const keys = Object.keys(holder);
    const key = keys[random.below(keys.length)];
    if (key === undefined) break;
    place = { holder, key };
    if (random.below(6) === 0) break;
    holder = Reflect.get(holder, key);
  }
  return place;
}

function replace(random: Random, { holder, key }: Place, seeds: readonly string[]): void {
  const set = (value: unknown) =>
    void Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
  const old: unknown = Reflect.get(holder, key);
  switch (random.below(8)) {
    case 0:
      set(anyJson(random, 2));
      break;
    case 1:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      break;
    case 2:
      set(anyNumber(random));
      break;
    case 3:
      set(typeof old === 'string' ? mutateText(random, [old]) : anyText(random));
      break;
    case 4:
      set(Array.isArray(old) ? old.concat(...Array.from({ length: random.below(60) }, () => old)).slice(0, 6_000) : [old, old]);
      break;
    case 5:
      if (!Array.isArray(holder))
        Object.defineProperty(holder, anyText(random), { value: old, enumerable: true, configurable: true, writable: true });
      break;
    case 6: {
      const other: unknown = JSON.parse(seeds[random.below(seeds.length)] ?? 'null');
      const from = randomPlace(random, other);
      set(from === undefined ? other : Reflect.get(from.holder, from.key));
      break;
    }
    default:
      set(JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`));
  }
}

function anyJson(random: Random, depth: number): unknown {
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0:
      return null;
    case 1:
      return random.below(2) === 0;
    case 2:
      return anyNumber(random);
    case 3:
    case 4:
      return anyText(random);
    case 5:
      return Array.from({ length: random.below(5) }, () => anyJson(random, depth - 1));
    default:
      return Object.fromEntries(Array.from({ length: random.below(5) }, () => [anyText(random), anyJson(random, depth - 1)]));
  }
}
