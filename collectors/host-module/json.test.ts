import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { runScript } from '../../e2e/support/run-script.ts';

beforeAll(() => ensurePwsh(), 300_000);

/** Reads each text as JSON on the engine and writes it again: the JSON that came back, or `!` and the error. */
async function readAndWrite(texts: readonly string[]): Promise<readonly string[]> {
  const inputs = texts.map((text) => `'${Buffer.from(text, 'utf8').toString('base64')}'`).join(',');
  const result = await runScript(
    `${loadJson}
foreach ($input64 in @(${inputs})) {
    try {
        $value = ConvertFrom-HvitalsJson ([System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($input64)))
        [Console]::Out.WriteLine((ConvertTo-HvitalsJson @(, $value)))
    } catch { [Console]::Out.WriteLine('!' + $_.Exception.Message) }
}`,
    { timeoutMs: 30_000 },
  );
  expect(result.stderr).toBe('');
  expect(result.lines).toHaveLength(texts.length);
  return result.lines;
}

const file = (name: string) => path.join(import.meta.dirname, name);
const loadJson = `. '${file('json.ps1')}'; . '${file('envelope.ps1')}'; $hvitals = Get-HvitalsState 'test'`;
/** JSON text in ASCII, so that lone surrogates survive the way to the engine. */
const toAscii = (value: unknown) =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
/** JSON has one zero. Read from no text: V8 has lost a name with half a character where it had read the same names in another order. */
function withOneZero(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withOneZero);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withOneZero(part)]));
}
const printable = /^[\x20-\x7e]*$/;

const refused: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['an open object', '{"a":1'],
  ['a comma at the end of a list', '[1,]'],
  ['a comma at the end of an object', '{"a":1,}'],
  ['a name without a value', '{"a":}'],
  ['a name in a list', '["a":1]'],
  ['a value without a name', '{1}'],
  ['a string without a colon in an object', '{"a"}'],
  ['brackets that do not match', '[}'],
  ['a name twice', '{"a":1,"a":2}'],
  ['single quotes', "{'a':1}"],
  ['a leading zero', '01'],
  ['a plus sign', '+1'],
  ['a bare dot', '1.'],
  ['NaN', 'NaN'],
  ['a word in capitals', 'TRUE'],
  ['a control character in a string', '"\u0001"'],
  ['an unknown escape', '"\\x41"'],
  ['half an escape', '"\\u00"'],
  ['a comment', '/* */1'],
  ['two values', '1 2'],
  ['two values in a list', '[1 2]'],
  ['a byte order mark', '\ufeff1'],
  ['17 levels', `${'['.repeat(17)}${']'.repeat(17)}`],
  ['a hundred thousand levels', '['.repeat(100_000)],
];

describe('the JSON reader and writer on the host', () => {
  test('any value comes back as it was, in ASCII', async () => {
    const anyText = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(34, 92, 0, 0xd800, 0xdfff)));
    const text = anyText.map((units) => String.fromCharCode(...units));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.oneof(
          text,
          fc.integer(),
          fc.maxSafeInteger(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const values = fc.sample(value, { numRuns: 400, seed: 7 });
    const back = await readAndWrite(values.map(toAscii));
    for (const [index, line] of back.entries()) {
      expect(line).toMatch(printable);
      expect(JSON.parse(line)).toEqual([withOneZero(values[index])]);
    }
  }, 40_000);

  describe('refuses', () => {
    let lines: readonly string[];
    beforeAll(async () => {
      lines = await readAndWrite(refused.map(([, text]) => text));
    }, 40_000);

    test.each(refused.map(([name], index) => [name, index] as const))('%s', (_name, index) => {
      expect(lines[index]).toMatch(/^!request: /);
    });
  });

  test('takes white space, 16 levels, names that differ in case, and an empty name', async () => {
    const texts = [' \t\r\n[ 1 , 2 ] ', `${'['.repeat(16)}${']'.repeat(16)}`, '{"a":1,"A":2,"":3}', '{ "x" : { } , "y" : [ ] }'];
    const back = await readAndWrite(texts);
    expect(back.map((line) => JSON.parse(line))).toEqual(texts.map((text) => [JSON.parse(text)]));
  });

  test('half a megabyte of characters to escape takes no more than some steps of native code', async () => {
    const result = await runScript(
      `${loadJson}
$text = [string]::new([char]0x416, 262144)
$mixed = 'a' + [char]0x416
foreach ($round in 1..17) { $mixed = $mixed + $mixed }
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$json = ConvertTo-HvitalsJson @($text, $mixed)
[Console]::Out.WriteLine("$($clock.ElapsedMilliseconds) $($json.Length)")`,
      { timeoutMs: 30_000 },
    );
    const [took, length] = (result.lines[0] ?? '').split(' ').map(Number);
    expect(length).toBe(262_144 * 6 + 262_144 * 6 + 7);
    expect(took).toBeLessThan(3_000);
  }, 40_000);
});
