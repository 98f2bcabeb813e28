import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';

const main = resolve(import.meta.dirname, '../collectors/main.ts');
const children = new Set<ChildProcess>();
const folders: string[] = [];

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function workingFolder(config: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-main-'));
  folders.push(folder);
  await writeFile(join(folder, 'hvitals.yaml'), config);
  return folder;
}

/** Starts the collectors as the supervisor does, and gathers what they write. */
function start(cwd: string) {
  const child = spawn(process.execPath, [main], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HVITALS_CONFIG: '' },
  });
  children.add(child);
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  const stderr = textOf(child.stderr);
  const ended = once(child, 'exit').then(([code]): number | null => code);
  const logged = () =>
    lines
      .join('')
      .split('\n')
      .flatMap((line): Record<string, unknown>[] => (line.endsWith('}') ? [JSON.parse(line)] : []));
  return { child, logged, stderr, ended };
}

async function whenReady(port: number): Promise<void> {
  await eventually('the collectors are ready', 15_000, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    if (!answer.ok) throw new Error(await answer.text());
  });
}

const metrics = async (port: number) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
const settings = (port: number) => `metrics: { listen: '127.0.0.1:${port}' }\ndemo: { hosts: 2, vmsPerHost: 10 }\n`;

test('without targets the demo fleet is polled, said in the log, and SIGTERM ends it cleanly and soon', async () => {
  const port = await freePort();
  const { child, logged, ended } = start(await workingFolder(settings(port)));
  await whenReady(port);
  expect(await metrics(port)).toMatch(/hvitals_host_vm_instances\{host="hv01",kind="realized"\} \d+/);
  expect(logged().find(({ fleet }) => fleet === 'demo')?.msg).toContain('demo fleet');
  const asked = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(logged().at(-1)?.msg).toBe('collectors stopped');
});

test('a file of rules that is written anew byte by byte, again and again, is only ever taken as a whole', async () => {
  const port = await freePort();
  const folder = await workingFolder(`${settings(port)}alerting: { ruleFiles: [site.yaml] }\n`);
  const file = join(folder, 'site.yaml');
  const rule = (name: string) =>
    `- { name: ${name}, series: hvitals_vm_state, op: '>', threshold: 9, severity: info, summary: odd }\n`;
  // Every line that is whole makes a file of rules of its own.
  const versions = [4, 7].map((count) => `rules:\n${Array.from({ length: count }, (_, n) => rule(`Odd${n}`)).join('')}`);
  await writeFile(file, versions[0] ?? '');
  const { child, logged } = start(folder);
  await whenReady(port);
  const loads = () => logged().flatMap(({ msg, rules }) => (msg === 'alert rules loaded' ? [Number(rules)] : []));
  const first = await eventually('the first version is in force', 10_000, async () => {
    expect(loads()).toHaveLength(1);
    return loads()[0] ?? 0;
  });
  for (const text of [versions[1], versions[0], versions[1]]) {
    const handle = await open(file, 'w');
    for (const byte of text ?? '') {
      await handle.write(byte);
      if (byte === '\n') child.kill('SIGHUP');
      await delay(3);
    }
    await handle.close();
  }
  await eventually('the last version is in force', 20_000, async () => {
    expect(loads().at(-1)).toBe(first + 3);
  });
  expect(new Set(loads())).toEqual(new Set([first, first + 3]));
  expect(logged().filter(({ msg }) => String(msg).startsWith('alert rules not'))).toEqual([]);
  expect(await metrics(port)).toContain('hvitals_alerting_last_reload_successful 1\n');
  await writeFile(file, `rules:\n${rule('Odd').replace('state', 'stat')}`);
  await eventually('the mistake is told', 20_000, async () => {
    expect(await metrics(port)).toContain('hvitals_alerting_last_reload_successful 0\n');
  });
  const [told] = logged().filter(({ msg }) => msg === 'alert rules not reloaded, the ones before stay in force');
  expect(String(told?.mistakes)).toMatch(/^site\.yaml:2: rules\[0\]\.series: unknown metric; did you mean "hvitals_vm_state"/);
});

test('SIGHUP takes a good configuration over; a bad one changes nothing and is told in log and metric', async () => {
  const port = await freePort();
  const folder = await workingFolder(settings(port));
  const { child, logged } = start(folder);
  await whenReady(port);
  expect(await metrics(port)).toContain('hvitals_config_last_reload_successful 1\n');

  await writeFile(join(folder, 'hvitals.yaml'), `${settings(port)}colectors: {}\n`);
  child.kill('SIGHUP');
  await eventually('the bad configuration is refused', 10_000, async () => {
    expect(await metrics(port)).toContain('hvitals_config_last_reload_successful 0\n');
  });
  expect(await metrics(port)).toContain('hvitals_vm_kvp_intrinsic_items{');
  const refusal = logged().find(({ msg }) => msg === 'configuration not reloaded, the one before stays in force');
  expect(JSON.stringify(refusal)).toContain('colectors');

  await writeFile(join(folder, 'hvitals.yaml'), `${settings(port)}collectors: { kvp: { enabled: false } }\n`);
  child.kill('SIGHUP');
  await eventually('the good configuration is in force', 10_000, async () => {
    const text = await metrics(port);
    expect(text).toContain('hvitals_config_last_reload_successful 1\n');
    expect(text).not.toContain('hvitals_vm_kvp_intrinsic_items{');
    expect(text).toContain('hvitals_vm_state{');
  });
});

test('a second daemon on the same data folder ends with a message that names the first, and harms it not', async () => {
  const [first, second] = [await freePort(), await freePort()];
  const folder = await workingFolder(settings(first));
  const running = start(folder);
  await whenReady(first);
  await writeFile(join(folder, 'hvitals.yaml'), settings(second));
  const late = start(folder);
  expect(await late.ended).toBe(2);
  expect(await late.stderr).toContain(`pid ${running.child.pid}`);
  await whenReady(first);
});

test('an address that is taken ends the start with a message and no stack, and the data folder is free again', async () => {
  const port = await freePort();
  const folder = await workingFolder(settings(port));
  const blocker = start(await workingFolder(settings(port)));
  await whenReady(port);
  const blocked = start(folder);
  expect(await blocked.ended).toBe(2);
  expect(await blocked.stderr).toMatch(/EADDRINUSE.*\n$/);
  expect((await blocked.stderr).split('\n')).toHaveLength(2);
  blocker.child.kill('SIGTERM');
  await blocker.ended;
  const again = start(folder);
  await whenReady(port);
  again.child.kill('SIGINT');
  expect(await again.ended).toBe(0);
});

test('a configuration that cannot be used ends the start with its mistakes, not with a stack', async () => {
  const { ended, stderr } = start(await workingFolder('targets: 7\n'));
  expect(await ended).toBe(2);
  const text = await stderr;
  expect(text).toContain('hvitals.yaml:1: targets');
  expect(text).not.toContain('    at ');
});

test.each(['hvitals.db', 'daemon.lock', '.'])(
  'data/%s deleted under the daemon: it says so, and ends so that the supervisor starts it anew',
  async (name) => {
    const port = await freePort();
    const folder = await workingFolder(settings(port));
    const { logged, ended } = start(folder);
    await whenReady(port);
    await rm(join(folder, 'data', name), { recursive: true });
    expect(await ended).toBe(1);
    expect(logged().filter(({ level }) => level === 'fatal')).toMatchObject([
      { file: expect.stringContaining(join(folder, 'data')) },
    ]);
    const again = start(folder);
    await whenReady(port);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  },
);
