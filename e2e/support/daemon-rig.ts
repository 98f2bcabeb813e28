import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '#collectors/registry.ts';
import { Daemon } from '#collectors/runtime/daemon.ts';
import { listen } from '#collectors/runtime/exporter-server.ts';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import { createScenarioFleet } from '#collectors/transport/simulated/scenario-fleet.ts';
import { createSimulatedTransport } from '#collectors/transport/simulated/simulated.ts';
import type { Target } from '#lib/config/schema.ts';
import { createFakeClock, type FakeClock, noTurns } from '#lib/fake-clock.ts';
import type { MinuteBuffer } from '#lib/history/minute-buffer.ts';
import { createLogger } from '#lib/log.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import type { Store } from '#lib/store/store.ts';

/** When every story begins, UTC milliseconds. */
export const start = Date.UTC(2026, 10, 23, 7, 40);
const cleanups: (() => Promise<void>)[] = [];

/** Stops every rig and removes every folder since the last time. Call after each test. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
}

export const targetsOf = (...names: string[]): Target[] =>
  names.map((name) => ({ name, transport: 'simulated', labels: {}, collectors: {} }));

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-runtime-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Rig {
  readonly daemon: Daemon;
  readonly clock: FakeClock;
  readonly store: OpenStore;
  readonly logged: Record<string, unknown>[];
  readonly fleet: ReturnType<typeof createScenarioFleet>;
  /** The text of /metrics, over HTTP. */
  scrape(): Promise<string>;
  stop(): Promise<void>;
}

interface RigOptions {
  readonly clock?: FakeClock;
  readonly folder?: string;
  readonly wrapStore?: (store: Store) => Store;
  /** Where samples go; nowhere by default. */
  readonly history?: MinuteBuffer;
  /** Metrics whose samples the daemon gives; none by default. */
  readonly watched?: Iterable<string>;
}

/** Simulated fleet, real SQLite, real HTTP; only time is made up. */
export async function rigFor(hosts: readonly SimulatedHost[], options: RigOptions = {}): Promise<Rig> {
  const clock = options.clock ?? createFakeClock(start);
  const store = await openStore({
    file: join(options.folder ?? (await tempFolder()), 'hvitals.db'),
    mode: 'collectors',
    now: clock.now,
  });
  const fleet = createScenarioFleet(hosts);
  const transport = createSimulatedTransport(fleet, clock.now);
  const logged: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } });
  const daemon = new Daemon({
    registry,
    clock,
    turns: noTurns,
    log,
    store: options.wrapStore?.(store) ?? store,
    transportOf: () => transport,
    ...(options.history === undefined ? {} : { history: options.history }),
    ...(options.watched === undefined ? {} : { watched: options.watched }),
  });
  const port = await listen(daemon.server, { host: '127.0.0.1', port: 0 });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await daemon.stop();
    await store.close();
  };
  cleanups.push(stop);
  const scrape = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return { daemon, clock, store, logged, fleet, scrape, stop };
}

/** Value of the one series that starts like this; undefined where there is none. */
export function seriesValue(text: string, series: string): number | undefined {
  const lines = text.split('\n').filter((line) => line.startsWith(series));
  if (lines.length > 1) throw new Error(`${lines.length} series start with ${series}`);
  return lines[0] === undefined ? undefined : Number(lines[0].slice(lines[0].lastIndexOf(' ') + 1));
}
