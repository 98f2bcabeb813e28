import { hostname } from 'node:os';
import { join } from 'node:path';
import { registry } from '#collectors/registry.ts';
import { knownSeries, loadShippedRules } from '#collectors/shipped-rules.ts';
import { createPowerShellTransports } from '#collectors/transport/create-transports.ts';
import { demoFleet } from '#collectors/transport/simulated/demo-fleet.ts';
import { createSimulatedTransport } from '#collectors/transport/simulated/simulated.ts';
import type { Transport } from '#collectors/transport/transport.ts';
import { createBearerGate } from '#lib/auth/bearer-gate.ts';
import { toSessionLimits } from '#lib/auth/session.ts';
import { systemClock } from '#lib/clock.ts';
import { decideFleet, isHyperVHost } from '#lib/config/decide-fleet.ts';
import { parseListen } from '#lib/config/listen.ts';
import { type LoadedConfig, loadConfig } from '#lib/config/load-config.ts';
import type { Config, Target } from '#lib/config/schema.ts';
import { toRetention } from '#lib/history/embedded-history.ts';
import type { Logger } from '#lib/log.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import { lockDataFolder } from '#lib/store/lock-data-folder.ts';
import { openStore } from '#lib/store/open-store.ts';
import { openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { openAuthStore } from '#lib/store/sqlite-auth.ts';
import { openChunkStore } from '#lib/store/sqlite-chunks.ts';
import { Daemon } from './daemon.ts';
import { listen } from './exporter-server.ts';
import { fleetTargets } from './fleet-targets.ts';
import { HistoryKeeper } from './keep-history.ts';
import { OwnClock } from './own-clock.ts';
import { startPruning } from './prune-store.ts';
import { startNotifying } from './start-notifying.ts';
import { type RunningRules, startRules } from './start-rules.ts';
import { watchDataFolder } from './watch-data-folder.ts';

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly createLog: (level: Config['log']['level']) => Logger;
  /** Told once, after the log, when the data folder is no longer ours: stop, and start anew. */
  readonly onLost: (error: unknown) => void;
}

export interface RunningCollectors {
  /** Reads the configuration again. A bad one changes nothing and is told in the log and in a metric. Never rejects. */
  reload(): Promise<void>;
  /** Ends all calls, closes the store and gives the data folder free. */
  stop(reason: string): Promise<void>;
}

/** Keys that are read at the start only, because what they set up lives as long as the process. */
const fixedKeys = ['metrics', 'data', 'history', 'powershell', 'demo', 'log'] as const;

/**
 * The whole daemon on the real machine: configuration, data folder, store, transports, polling, HTTP.
 * @throws ConfigError, DataFolderLockedError, StoreError, or an error of listen; what was opened before is closed again
 */
export async function runCollectors({ cwd, env, platform, createLog, onLost }: RunOptions): Promise<RunningCollectors> {
  const first = loadConfig({ cwd, env });
  const { config } = first;
  const log = createLog(config.log.level);
  await using resources = new AsyncDisposableStack();
  const lock = resources.adopt(await lockDataFolder(config.data.directory), (held) => held.release());
  const file = join(config.data.directory, 'hvitals.db');
  const store = resources.adopt(await openStore({ file, mode: 'collectors' }), (opened) => opened.close());
  const chunks = resources.adopt(await openChunkStore({ file, mode: 'collectors' }), (opened) => opened.close());
  const alerts = resources.adopt(await openAlertStore(file, 'collectors'), (opened) => opened.close());
  const auth = resources.adopt(await openAuthStore(file, { create: true }), (opened) => opened.close());
  const { bearer } = config.metrics;
  const history = resources.use(
    new HistoryKeeper({ store: chunks, clock: systemClock, log, retention: toRetention(config.history) }),
  );
  const fleet = demoFleet(config.demo);
  const powershell = resources.adopt(createPowerShellTransports({ ...config.powershell, env, log }), (all) => all.close());
  const simulated = createSimulatedTransport(fleet);
  const transports: Readonly<Record<Target['transport'], Transport>> = {
    local: powershell.local,
    ssh: powershell.ssh,
    winrm: powershell.winrm,
    simulated,
  };
  const shipped = loadShippedRules();
  const daemon = new Daemon({
    registry,
    clock: systemClock,
    log,
    store,
    transportOf: (kind) => transports[kind],
    history: history.buffer,
    ...(bearer !== undefined && { gate: createBearerGate(bearer, log) }),
  });
  resources.defer(() => daemon.stop());
  resources.use(startPruning([store, alerts, { prune: () => pruneAuth(auth, config.web) }], systemClock, log));
  const ownClock = resources.use(new OwnClock({ clock: systemClock, log, metrics: daemon.metrics }));
  const notifying = resources.use(await startNotifying({ store: alerts, daemon, clock: systemClock, log }));
  const apply = async (loaded: LoadedConfig) => {
    const kind = decideFleet(loaded.config, isHyperVHost(platform, env));
    const targets = fleetTargets(kind, loaded.config, hostname(), fleet.hostNames);
    log.info({ fleet: kind, config: loaded.source ?? null, targets: targets.length }, fleetMessages[kind]);
    await daemon.apply(loaded.config, targets);
    await ownClock.use(loaded.config.clock.ownNtpServers);
    await notifying.use(loaded.config.notify);
    daemon.metrics.noteReload(true, systemClock.now());
  };
  const port = await listen(daemon.server, parseListen(config.metrics.listen));
  await apply(first);
  const rulesOptions = { store: alerts, daemon, shipped, known: knownSeries, clock: systemClock, log, teller: notifying.teller };
  const rules = resources.use(await startRules(rulesOptions, first));
  log.info({ listen: config.metrics.listen, port, data: config.data.directory, pid: process.pid }, 'collectors started');
  const checks = [store.checkFile, lock.check];
  resources.use(watchDataFolder({ checks, clock: systemClock, log, onLost }));
  const opened = resources.move();
  return {
    reload: () => reload({ cwd, env, running: config, log, daemon, rules, apply }),
    async stop(reason) {
      log.info({ reason }, 'collectors stopping');
      await opened.disposeAsync();
      log.info('collectors stopped');
    },
  };
}

/** Drops audit entries and sessions whose time is over: the app, which writes them, may be away for long. */
function pruneAuth(auth: AuthStore, web: Config['web']): Promise<void> {
  const now = systemClock.now();
  const { idleMs, lifeMs } = toSessionLimits(web);
  return auth.prune({ audit: now - web.auditDays * 86_400_000, sessions: now - lifeMs, idle: now - idleMs });
}

const fleetMessages = {
  configured: 'polling the targets of the configuration',
  'this-machine': 'no targets are configured: polling this machine, which is a Hyper-V host',
  demo: 'no targets are configured and this machine is no Hyper-V host: showing the demo fleet, whose hosts are invented',
} as const;

interface ReloadInput {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The configuration of the start, whose fixed keys stay in force. */
  readonly running: Config;
  readonly log: Logger;
  readonly daemon: Daemon;
  readonly rules: RunningRules;
  readonly apply: (loaded: LoadedConfig) => Promise<void>;
}

async function reload({ cwd, env, running, log, daemon, rules, apply }: ReloadInput): Promise<void> {
  try {
    const loaded = loadConfig({ cwd, env });
    const ignored = fixedKeys.filter((key) => JSON.stringify(loaded.config[key]) !== JSON.stringify(running[key]));
    if (ignored.length > 0) log.warn({ keys: ignored }, 'changed keys take effect at the next start');
    await apply(loaded);
    rules.use(loaded);
    log.info({ config: loaded.source ?? null }, 'configuration reloaded');
  } catch (error) {
    daemon.metrics.noteReload(false, systemClock.now());
    log.error({ err: error }, 'configuration not reloaded, the one before stays in force');
  }
}
