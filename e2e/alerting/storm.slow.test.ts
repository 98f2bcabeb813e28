import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { StoredAlertEvent } from '../../lib/store/alert-store.ts';
import { type OpenAlertStore, openAlertStore } from '../../lib/store/sqlite-alerts.ts';
import { eventually } from '../support/eventually.ts';
import { type StormHook, startStormHook } from './storm-hook.ts';
import { forMs, isHigh, stormRules, stormVms } from './storm-series.ts';

/** `npm test` has a tenth of what was asked of the whole. */
const kills = process.env.HVITALS_SOAK === '1' ? 100 : 10;
/** Between a look at the clock and a look at the series. */
const lookMs = 150;

async function startProgram(name: string, ...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function prepare(hook: StormHook): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-storm-'));
  await writeFile(join(folder, 'storm.yaml'), stormRules);
  const config = `alerting: { shipped: false, evaluateEverySeconds: 1, ruleFiles: [storm.yaml] }
notify: { receivers: [{ name: hook, kind: webhook, url: '${hook.url}' }] }
`;
  await writeFile(join(folder, 'hvitals.yaml'), config);
  return folder;
}

/** Everything that happened, oldest first. */
async function allEvents(store: OpenAlertStore): Promise<readonly StoredAlertEvent[]> {
  const events: StoredAlertEvent[] = [];
  for (;;) {
    const last = events.at(-1);
    const page = await store.listAlertEvents({ limit: 10_000, ...(last && { before: { at: last.at, id: last.id } }) });
    if (page.length === 0) return events.sort((a, b) => a.id - b.id);
    events.push(...page);
  }
}

function byFingerprint(events: readonly StoredAlertEvent[]): ReadonlyMap<string, readonly StoredAlertEvent[]> {
  return Map.groupBy(
    events.filter(({ fingerprint }) => fingerprint !== ''),
    ({ fingerprint }) => fingerprint,
  );
}

/** The keys that a receiver is to hear: of each alert that fires and was not acknowledged before, and of its end. */
function expectedKeys(events: readonly StoredAlertEvent[]): readonly string[] {
  return [...byFingerprint(events)].flatMap(([fingerprint, ofAlert]) => {
    let isAcknowledged = false;
    let told: number | undefined;
    return ofAlert.flatMap(({ kind, at }) => {
      if (kind === 'acknowledged') isAcknowledged = true;
      if (kind === 'firing' && !isAcknowledged) {
        told = at;
        return [`${fingerprint}-${at}-firing`];
      }
      if (kind !== 'resolved' && kind !== 'inactive') return [];
      const end = told === undefined ? [] : [`${fingerprint}-${told}-resolved`];
      [isAcknowledged, told] = [false, undefined];
      return end;
    });
  });
}

/** What is odd about the clocks of `for`: one that began anew, fired too early, or later than the evaluations allow. */
function oddClocks(events: readonly StoredAlertEvent[], evaluations: readonly number[]): readonly string[] {
  return [...byFingerprint(events)].flatMap(([fingerprint, ofAlert]) => {
    let since: number | undefined;
    return ofAlert.flatMap(({ kind, at, labels, rule }): readonly string[] => {
      const index = stormVms.indexOf(labels.vm ?? '');
      const wasLow = [-lookMs, 0, lookMs].some((more) => !isHigh(index, at + more));
      if (kind === 'pending') {
        const odd = since === undefined ? [] : [`${fingerprint} began anew at ${at}`];
        since = at;
        return odd;
      }
      if (kind === 'inactive' || kind === 'resolved') {
        since = undefined;
        return wasLow ? [] : [`${fingerprint} ended at ${at} while its condition held`];
      }
      if (kind !== 'firing' || rule !== 'Patient' || since === undefined) return [];
      const due = since + forMs;
      // An evaluation that was killed before it was stored is made again after the next start.
      const late = evaluations.filter((evaluated) => evaluated >= due + lookMs && evaluated < at - lookMs).length;
      if (at < due) return [`${fingerprint} fired ${due - at} ms early`];
      return late > 3 ? [`${fingerprint} fired ${late} evaluations late`] : [];
    });
  });
}

const journalLine = z.object({ fingerprint: z.string(), at: z.number() });

async function lines(folder: string, file: string): Promise<readonly string[]> {
  return (await readFile(join(folder, file), 'utf8')).split('\n').filter((line) => line !== '');
}

test(`${kills} kills at any moment of a storm of 2,000 alerts: nothing told is lost or told twice, no acknowledgement is lost, no clock begins anew`, async () => {
  await using hook = await startStormHook();
  const folder = await prepare(hook);
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  let daemon = await startProgram('storm-daemon.ts', folder);
  const acks = await startProgram('storm-acks.ts', folder);
  cleanup.defer(() => killed(daemon));
  cleanup.defer(() => killed(acks));
  for (let kill = 0; kill < kills; kill++) {
    await wait(Math.random() * 1_800);
    await killed(daemon);
    daemon = await startProgram('storm-daemon.ts', folder);
  }
  await wait(4_000);
  acks.stdin?.end();
  await once(acks, 'exit');
  await killed(daemon);
  const calmAt = Date.now();
  hook.calm();
  daemon = await startProgram('storm-daemon.ts', folder, String(calmAt));

  const store = await openAlertStore(join(folder, 'hvitals.db'), 'app');
  cleanup.defer(() => store.close());
  const high = stormVms.filter((_, index) => isHigh(index, calmAt)).sort();
  const firing = async () => (await store.listAlerts()).filter(({ status }) => status === 'firing');
  await eventually('what is above its threshold fires, and nothing else', 30_000, async () => {
    expect((await store.listAlerts()).map(({ labels }) => labels.vm).sort()).toEqual(high);
    expect(await firing()).toHaveLength(high.length);
    expect(await store.listOutbox({ limit: 1 })).toEqual([]);
  });
  const events = await allEvents(store);
  const evaluations = (await lines(folder, 'evaluations')).map(Number);
  const journal = (await lines(folder, 'journal')).map((line) => journalLine.parse(JSON.parse(line)));
  process.stdout.write(
    `${kills} kills, ${events.length} events, ${evaluations.length} evaluations, ${hook.heard.size} told, ${hook.counts.again} heard again and ` +
      `dropped, ${hook.counts.turnedAway} turned away, ${hook.counts.cutOff} cut off, ${journal.length} acknowledgements\n`,
  );
  expect([...hook.heard.keys()].sort()).toEqual([...expectedKeys(events)].sort());
  const noted = new Set(
    events.filter(({ kind }) => kind === 'acknowledged').map(({ fingerprint, at }) => `${fingerprint} ${at}`),
  );
  expect(journal.length).toBeGreaterThan(kills);
  expect(journal.filter(({ fingerprint, at }) => !noted.has(`${fingerprint} ${at}`))).toEqual([]);
  expect(oddClocks(events, evaluations)).toEqual([]);
  expect(hook.counts.turnedAway * hook.counts.cutOff).toBeGreaterThan(0);
}, 600_000);
