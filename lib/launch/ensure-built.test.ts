import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt } from './ensure-built.js';

let directory: string;
let builds: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hvitals-build-'));
  builds = 0;
  writeSource('one');
});
afterEach(() => rmSync(directory, { recursive: true }));

function writeSource(text: string): void {
  mkdirSync(join(directory, 'app'), { recursive: true });
  writeFileSync(join(directory, 'app', 'page.tsx'), text);
}

const page = () => readFileSync(join(directory, '.next', 'page'), 'utf8');

/** Builds as Next does: it empties its folder first, so a build that fails leaves half of one. */
const build = (ok: boolean) => async () => {
  builds += 1;
  rmSync(join(directory, '.next'), { recursive: true, force: true });
  mkdirSync(join(directory, '.next'));
  writeFileSync(join(directory, '.next', 'page'), ok ? readFileSync(join(directory, 'app', 'page.tsx')) : 'half');
  return { ok, ended: ok ? 'exit code 0' : 'exit code 1' };
};

describe('ensureBuilt', () => {
  it('builds once, and again only when a source changed', async () => {
    expect(await ensureBuilt({ directory, build: build(true) })).toBe('built');
    expect(await ensureBuilt({ directory, build: build(true) })).toBe('unchanged');
    writeFileSync(join(directory, 'app', 'page.test.ts'), 'a test is no source');
    expect(await ensureBuilt({ directory, build: build(true) })).toBe('unchanged');
    writeSource('two');
    expect(await ensureBuilt({ directory, build: build(true) })).toBe('built');
    expect([builds, page()]).toEqual([2, 'two']);
  });

  it('keeps the last good build when a later one fails, and builds again next time', async () => {
    await ensureBuilt({ directory, build: build(true) });
    writeSource('broken');
    expect(await ensureBuilt({ directory, build: build(false) })).toBe('kept-old');
    expect(page()).toBe('one');
    expect(await ensureBuilt({ directory, build: build(true) })).toBe('built');
    expect(page()).toBe('broken');
  });

  it('finds the good build again after it was killed in the middle of a build', async () => {
    await ensureBuilt({ directory, build: build(true) });
    writeSource('two');
    const killed = async () => {
      await build(false)();
      throw new Error('killed');
    };
    await expect(ensureBuilt({ directory, build: killed })).rejects.toThrow('killed');
    expect(await ensureBuilt({ directory, build: build(false) })).toBe('kept-old');
    expect(page()).toBe('one');
  });

  it('says so where the first build fails', async () => {
    await expect(ensureBuilt({ directory, build: build(false) })).rejects.toThrow(/failed \(exit code 1\).*no older build/);
  });

  it('says where it cannot write', async () => {
    await ensureBuilt({ directory, build: build(true) });
    writeSource('two');
    writeFileSync(join(directory, '.cache'), 'a file where the folder of caches belongs');
    await expect(ensureBuilt({ directory, build: build(true) })).rejects.toThrow(/cannot write .*: a file is in the way/);
    expect(existsSync(join(directory, '.next', 'page'))).toBe(true);
  });
});
