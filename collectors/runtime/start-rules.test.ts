import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { knownSeries, loadShippedRules } from '#collectors/shipped-rules.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import { createFakeClock, type FakeClock, settle } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import type { Sample } from '#lib/series/sample.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { type RunningRules, type StartRulesOptions, startRules } from './start-rules.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const shipped = loadShippedRules();

let folder = '';
let store: OpenAlertStore;
let clock: FakeClock;
let samples: Sample[] = [];
let logged: Record<string, unknown>[] = [];
let reloads: boolean[] = [];
let watched: readonly string[] = [];
let running: RunningRules | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hvitals-start-rules-'));
  mkdirSync(join(folder, 'rules'));
  store = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
  [samples, logged, reloads, watched, running, clock] = [[], [], [], [], undefined, createFakeClock(start)];
});
afterEach(async () => {
  await running?.[Symbol.asyncDispose]();
  await store.close();
  rmSync(folder, { recursive: true });
});

const memory = (name: string, threshold: number, more = '') =>
  `- { name: ${name}, series: hvitals_vm_state, op: '>', threshold: ${threshold}, severity: warning, summary: odd${more} }\n`;
const writeRules = (file: string, ...rules: readonly string[]) =>
  writeFileSync(join(folder, 'rules', file), `rules:\n${rules.join('')}`);
const configure = (alerting: string) => {
  writeFileSync(join(folder, 'hvitals.yaml'), `alerting: { ${alerting} }\n`);
  return loadConfig({ cwd: folder, env: {} });
};
const usual = "ruleFiles: ['rules/*.yaml']";

async function begin(alerting = usual, parts: Partial<StartRulesOptions> = {}): Promise<void> {
  const daemon = {
    currentSamples: () => (metric: string) => (watched.includes(metric) ? samples.filter((one) => one.metric === metric) : []),
    readiness: () => ({ targetsLoaded: true, waitingFor: 0, storeWritable: true }),
    metrics: { countFault: () => undefined, noteRulesReload: (ok: boolean) => void reloads.push(ok), valueOf: () => undefined },
    isOutOfReach: () => false,
    watch: (metrics: Iterable<string>) => {
      watched = [...metrics];
    },
  } as unknown as StartRulesOptions['daemon'];
  const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } });
  const starting = startRules({ store, daemon, shipped, known: knownSeries, clock, log, ...parts }, configure(alerting));
  await clock.advance(1_000);
  running = await starting;
  await settle();
}
/** Long enough for the next look at the files, a moment of rest, and an evaluation. */
const later = () => clock.advance(12_000);
const rulesOf = async () => (await store.listRules()).rules.filter(({ source }) => source === 'user').map(({ name }) => name);
const problemsOf = async () =>
  z
    .array(z.object({ file: z.string(), line: z.number().nullable(), path: z.string() }))
    .parse((await store.listRules()).load?.problems)
    .map(({ file, line, path }) => `${file}:${line} ${path}`);
const errors = () => logged.filter(({ level }) => level === 'error' || level === 50);

describe('rules of the user’s own', () => {
  test('are judged beside the shipped ones, and a changed file is taken as a whole', async () => {
    writeRules('a.yaml', memory('Odd', 1));
    samples = [{ metric: 'hvitals_vm_state', labels: { vm_id: 'x', vm: 'web-1' }, value: 3 }];
    await begin();
    expect(await rulesOf()).toEqual(['Odd']);
    expect((await store.listRules()).rules).toHaveLength(shipped.length + 1);
    expect((await store.listAlerts()).map(({ rule }) => rule)).toEqual(['Odd']);
    const [before] = await store.listAlerts();
    writeRules('a.yaml', memory('Odd', 2), memory('Odder', 1));
    await later();
    expect(await rulesOf()).toEqual(['Odd', 'Odder']);
    expect((await store.listAlerts()).find(({ rule }) => rule === 'Odd')).toMatchObject({ activeAt: before?.activeAt });
    rmSync(join(folder, 'rules', 'a.yaml'));
    await later();
    expect([await rulesOf(), await store.listAlerts()]).toEqual([[], []]);
    expect(reloads).toEqual([true, true, true]);
  });

  test('say in the store how many series they look at, and when they were judged', async () => {
    writeRules('a.yaml', memory('Odd', 1));
    samples = ['a', 'b'].map((vm) => ({ metric: 'hvitals_vm_state', labels: { vm_id: vm, vm }, value: 0 }));
    await begin();
    const { rules, load, evaluatedAt } = await store.listRules();
    expect(rules.at(-1)).toMatchObject({ name: 'Odd', file: 'rules/a.yaml', line: 2, severity: 'warning', series: 2 });
    expect(load).toMatchObject({ ok: true, isFallback: false, everySeconds: 15, problems: [] });
    expect(evaluatedAt).toBe(start + 1_000);
  });

  test('are judged as often as the configuration says, at once after a reload', async () => {
    writeRules('a.yaml', memory('Odd', 1));
    await begin(`${usual}, evaluateEverySeconds: 300`);
    samples = [{ metric: 'hvitals_vm_state', labels: { vm_id: 'x', vm: 'web-1' }, value: 3 }];
    await clock.advance(250_000);
    expect(await store.listAlerts()).toEqual([]);
    running?.use(configure(`${usual}, evaluateEverySeconds: 1`));
    await clock.advance(1_300);
    expect(await store.listAlerts()).toHaveLength(1);
  });
});

describe('a set with a mistake', () => {
  test.each([
    [
      'an unknown metric',
      () => writeRules('b.yaml', memory('New', 1).replace('vm_state', 'vm_stat')),
      'rules/b.yaml:2 rules[0].series',
    ],
    ['a bad duration', () => writeRules('b.yaml', memory('New', 1, ', for: soon')), 'rules/b.yaml:2 rules[0].for'],
    ['a name of another file', () => writeRules('b.yaml', memory('Odd', 1)), 'rules/b.yaml:2 rules[0].name'],
    ['a name of a shipped rule', () => writeRules('b.yaml', memory('HvitalsDaemonLate', 1)), 'rules/b.yaml:2 rules[0].name'],
    ['half a file', () => writeFileSync(join(folder, 'rules', 'b.yaml'), 'rules:\n- { name: New, ser'), 'rules/b.yaml:2 '],
    ['a folder for a file', () => mkdirSync(join(folder, 'rules', 'b.yaml')), 'rules/b.yaml:null '],
  ])('such as %s leaves all before in force, and is told once', async (_what, spoil, problem) => {
    writeRules('a.yaml', memory('Odd', 1));
    await begin();
    spoil();
    writeRules('a.yaml', memory('Odd', 1), memory('Fine', 1));
    await later();
    await clock.advance(60_000);
    expect(await rulesOf()).toEqual(['Odd']);
    expect(await problemsOf()).toEqual([problem]);
    expect(reloads).toEqual([true, false]);
    expect(errors().map(({ msg, mistakes }) => `${msg} ${String(mistakes).startsWith('rules/b.yaml')}`)).toEqual([
      'alert rules not reloaded, the ones before stay in force true',
    ]);
    rmSync(join(folder, 'rules', 'b.yaml'), { recursive: true });
    await later();
    expect([await rulesOf(), await problemsOf(), reloads.at(-1)]).toEqual([['Odd', 'Fine'], [], true]);
  });

  test('at the start does not keep the shipped rules from being judged, nor ends alerts of the others', async () => {
    writeRules('a.yaml', memory('Odd', 1));
    samples = [{ metric: 'hvitals_vm_state', labels: { vm_id: 'x', vm: 'web-1' }, value: 3 }];
    await begin();
    await running?.[Symbol.asyncDispose]();
    writeRules('a.yaml', memory('odd', 1));
    await begin();
    expect((await store.listRules()).rules.map(({ name }) => name)).toEqual(shipped.map(({ name }) => name));
    expect((await store.listRules()).load).toMatchObject({ ok: false, isFallback: true });
    expect(errors().at(-1)?.msg).toBe('alert rules have mistakes: none of your own are judged, the shipped ones are');
    samples = [];
    await clock.advance(60_000);
    expect((await store.listAlerts()).map(({ rule }) => rule)).toEqual(['Odd']);
    writeRules('a.yaml', memory('Odd', 1));
    await later();
    expect([await rulesOf(), await store.listAlerts()]).toEqual([['Odd'], []]);
  });

  test('is told again when somebody asks for it by another configuration, whose own mistakes are named too', async () => {
    writeRules('a.yaml', memory('Odd', 1));
    await begin(`${usual}, disable: [HvitalsDaemonLate, Odd]`);
    expect(await rulesOf()).toEqual([]);
    expect((await store.listRules()).rules).toHaveLength(shipped.length - 1);
    running?.use(configure(`${usual}, disable: [HvitalsDaemonLat]`));
    await clock.advance(1_300);
    expect(await problemsOf()).toEqual(['hvitals.yaml:1 alerting.disable[0]']);
    expect(String(errors()[0]?.mistakes)).toContain('did you mean "HvitalsDaemonLate"?');
    expect((await store.listRules()).rules).toHaveLength(shipped.length - 1);
    running?.use(configure(`${usual}, shipped: false`));
    await clock.advance(1_300);
    expect((await store.listRules()).rules.map(({ name }) => name)).toEqual(['Odd']);
  });
});

test('where no shipped rule is wanted and the others have mistakes, the one that tells of them is judged', async () => {
  writeRules('a.yaml', memory('odd', 1));
  await begin(`${usual}, shipped: false`);
  expect((await store.listRules()).rules.map(({ name }) => name)).toEqual(['HvitalsRulesRejected']);
});

test('a start does not wait for ever for a file that is written all the time', async () => {
  let [n, isRestless] = [0, true];
  // Whenever time has passed, something was written.
  const writing: StartRulesOptions['clock'] = {
    ...clock,
    setTimer: (ms, callback) =>
      clock.setTimer(ms, () => {
        if (isRestless) writeRules('a.yaml', memory(`Odd${n++}`, 1));
        callback();
      }),
  };
  const starting = begin(usual, { clock: writing });
  await clock.advance(6_000);
  await starting;
  isRestless = false;
  expect((await store.listRules()).load).toMatchObject({ ok: false, isFallback: true });
  await later();
  expect(await rulesOf()).toHaveLength(1);
});
