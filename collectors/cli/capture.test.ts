import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { parseRecording, readRecording } from '../../e2e/golden/recording.ts';
import { capture } from './capture.ts';

let folder: string;
let printed: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-capture-'));
  printed = [];
});
afterEach(() => rm(folder, { recursive: true }));

const run = (options: Partial<Parameters<typeof capture>[0]>) =>
  capture({
    cwd: folder,
    env: {},
    print: (line) => printed.push(line),
    hosts: ['hv01'],
    redact: false,
    yes: false,
    output: undefined,
    ...options,
  });
const zips = async () => (await readdir(folder)).filter((name) => name.endsWith('.zip'));
const unzip = async (name: string) => {
  const files = Object.entries(unzipSync(new Uint8Array(await readFile(join(folder, name)))));
  return new Map(files.map(([path, bytes]) => [path, strFromU8(bytes)]));
};

describe('hvitals capture', () => {
  test('writes one recording per collector, which the tests of the collectors take as it is', async () => {
    expect(await run({ redact: true })).toBe(0);
    const [name = ''] = await zips();
    const files = await unzip(name);
    expect([...files.keys()]).toEqual(['README.txt', 'capture.json', ...registry.map((each) => `recordings/${each.name}.json`)]);
    for (const collector of registry) {
      const text = files.get(`recordings/${collector.name}.json`) ?? '';
      const recording = readRecording(collector, join(folder, 'case'), text);
      const result = parseRecording(collector, recording);
      expect(result).toMatchObject({ ok: true });
      if (collector.vmSamples === undefined) expect(result.ok && result.host).toBeDefined();
      // Logs tell of the VMs to which something has happened.
      else expect(result.ok && result.vms.size).toBeGreaterThan(collector.name === 'power' ? 0 : 15);
    }
    expect(JSON.parse(files.get('capture.json') ?? '')).toMatchObject({
      v: 1,
      redacted: true,
      hvitals: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      hostModule: expect.stringMatching(/^[0-9a-f]{16}$/),
      transport: 'simulated',
      outcomes: registry.map((each) => ({ collector: each.name, outcome: 'ok', file: `recordings/${each.name}.json` })),
    });
    expect(files.get('README.txt')).toContain('Redacted:');
  });

  test('readable by its owner alone, and under a name that says nothing of the host', async () => {
    await run({ redact: true });
    const [name = ''] = await zips();
    expect(name).toMatch(/^hvitals-capture-[\dTZ-]+\.zip$/);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  test('without --redact says what the file would hold, and writes nothing before --yes', async () => {
    expect(await run({})).toBe(2);
    expect(printed.join('\n')).toMatch(/names of the host and its VMs[\s\S]*passwords[\s\S]*--redact[\s\S]*--yes/);
    expect(await zips()).toEqual([]);
    expect(await run({ yes: true, output: 'raw.zip' })).toBe(0);
    expect(printed.at(-2)).toContain('NOT redacted');
    const files = await unzip('raw.zip');
    expect(files.get('README.txt')).toContain('NOT redacted');
    expect(files.get('recordings/vm.json')).toContain('"computerName": "HV01"');
  });

  test.each([
    [[], 'takes the name of one host'],
    [['hv01', 'hv02'], 'takes the name of one host'],
    [['hv99'], 'no target is named hv99; there are hv01, hv02'],
  ])('hosts %j are a wrong command', async (hosts, words) => {
    expect(await run({ hosts, redact: true })).toBe(2);
    expect(printed.join('\n')).toContain(words);
  });

  test('a broken configuration is named', async () => {
    await writeFile(join(folder, 'hvitals.yaml'), 'targetz: []\n');
    expect(await run({ redact: true })).toBe(1);
    expect(printed.join('\n')).toContain('targetz');
  });

  test('a file that is there already stays as it is', async () => {
    await writeFile(join(folder, 'mine.zip'), 'precious');
    expect(await run({ redact: true, output: 'mine.zip' })).toBe(1);
    expect(await readFile(join(folder, 'mine.zip'), 'utf8')).toBe('precious');
    expect(printed.at(-1)).toContain('is there already');
  });

  test('a host that does not answer leaves no file', async () => {
    const key = join(folder, 'id');
    await writeFile(key, 'no key', { mode: 0o600 });
    // Nothing listens on port 1 of this address.
    const target = `{name: hv-away, transport: ssh, address: 127.0.0.9, port: 1, user: nobody, keyFile: ${key}}`;
    await writeFile(join(folder, 'hvitals.yaml'), `targets: [${target}]\npowershell: {executable: /nowhere/pwsh}\n`);
    expect(await run({ hosts: ['hv-away'], redact: true })).toBe(1);
    expect(printed.at(-1)).toContain('nothing to write');
    expect(printed.join('\n')).not.toMatch(/127\.0\.0\.9|nowhere/);
    expect(await zips()).toEqual([]);
  });
});
