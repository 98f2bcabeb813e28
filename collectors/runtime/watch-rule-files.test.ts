import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { RuleFileWatch, type RuleFileWatchOptions } from './watch-rule-files.ts';

let base = '';
let seen: string[] = [];
let logged: string[] = [];
const running: RuleFileWatch[] = [];
beforeEach(() => {
  [seen, logged] = [[], []];
  base = mkdtempSync(join(tmpdir(), 'hvitals-watch-'));
  mkdirSync(join(base, 'rules'));
});
afterEach(async () => {
  for (const one of running.splice(0)) await one[Symbol.asyncDispose]();
  rmSync(base, { recursive: true });
});

const at = (name: string) => join(base, 'rules', name);
const patterns = () => ({ patterns: [join(base, 'rules', '*.yaml')], base });
const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line).msg) } });

function watch(parts: Partial<RuleFileWatchOptions> = {}) {
  const clock = createFakeClock(0);
  const made = new RuleFileWatch(
    {
      clock,
      log,
      onRead: ({ texts, problems }) => {
        seen.push([...texts.map(({ text }) => text), ...problems.map(({ message }) => `! ${message}`)].join('|'));
      },
      ...parts,
    },
    patterns(),
  );
  running.push(made);
  return { clock, made };
}

describe('files of rules that change', () => {
  test('are read at the start, and again within the next look and a moment of rest', async () => {
    writeFileSync(at('a.yaml'), 'one');
    const { clock } = watch();
    await clock.advance(999);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toEqual(['one']);
    writeFileSync(at('a.yaml'), 'two');
    await clock.advance(11_200);
    expect(seen).toEqual(['one', 'two']);
  });

  test('by another file in their place, a new one beside them, one that goes, and the folder that is made anew', async () => {
    writeFileSync(at('a.yaml'), 'one');
    const { clock } = watch();
    await clock.advance(1_000);
    writeFileSync(at('a.yaml.new'), 'two');
    renameSync(at('a.yaml.new'), at('a.yaml'));
    await clock.advance(12_000);
    writeFileSync(at('b.yaml'), 'more');
    await clock.advance(12_000);
    rmSync(at('a.yaml'));
    await clock.advance(12_000);
    rmSync(join(base, 'rules'), { recursive: true });
    await clock.advance(12_000);
    mkdirSync(join(base, 'rules'));
    writeFileSync(at('c.yaml'), 'anew');
    await clock.advance(12_000);
    expect(seen).toEqual(['one', 'two', 'two|more', 'more', '! the folder cannot be read (ENOENT)', 'anew']);
  });

  test('in their time only are not told again, unless somebody asks', async () => {
    writeFileSync(at('a.yaml'), 'one');
    const { clock, made } = watch();
    await clock.advance(1_000);
    utimesSync(at('a.yaml'), 1, 1);
    await clock.advance(30_000);
    expect(seen).toEqual(['one']);
    made.use(patterns());
    await clock.advance(1_200);
    expect(seen).toEqual(['one', 'one']);
  });

  test('all the time are not taken, which the log says once', async () => {
    const { clock } = watch();
    for (let n = 0; n < 80; n++) {
      writeFileSync(at('a.yaml'), `${n}`);
      await clock.advance(900);
    }
    expect(seen).toEqual([]);
    expect(logged).toEqual(['files of rules are written to all the time, those before stay in force']);
    await clock.advance(2_000);
    expect(seen).toEqual(['79']);
  });

  test('are read soon, because the system tells of it, and not only at the next look', async () => {
    writeFileSync(at('a.yaml'), 'one');
    watch({ clock: systemClock, settleMs: 20, pollMs: 3_600_000 });
    await vi.waitFor(() => expect(seen).toEqual(['one']), 5_000);
    writeFileSync(at('b.yaml'), 'two');
    await vi.waitFor(() => expect(seen.at(-1)).toBe('one|two'), 10_000);
  });
});

test('a file that is written byte by byte is never taken half, whatever the pauses below the moment of rest', async () => {
  // Halves of them are YAML too.
  const versions = ['a: 1\nb: 2\n', 'z: 1\nb: 2\nc: 3\n'];
  const story = fc.array(
    fc.record({
      version: fc.constantFrom(...versions),
      pauses: fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 16, maxLength: 16 }),
      rest: fc.integer({ min: 0, max: 30_000 }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(story, async (rewrites) => {
      seen = [];
      writeFileSync(at('a.yaml'), versions[0] ?? '');
      const { clock, made } = watch();
      await clock.advance(2_000);
      for (const { version, pauses, rest } of rewrites) {
        writeFileSync(at('a.yaml'), version.slice(0, 1));
        for (const [index, byte] of [...version.slice(1)].entries()) {
          await clock.advance(pauses[index % pauses.length] ?? 0);
          appendFileSync(at('a.yaml'), byte);
        }
        await clock.advance(rest);
      }
      await clock.advance(13_000);
      expect(seen.filter((text) => !versions.includes(text))).toEqual([]);
      expect(seen.at(-1)).toBe(rewrites.at(-1)?.version);
      await made[Symbol.asyncDispose]();
    }),
    { numRuns: 25 },
  );
});
