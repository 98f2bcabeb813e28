import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.js';
import { ensureInstalled } from './ensure-installed.js';
import { checkNodeVersion, pinnedNode, root, toolEnvironment } from './paths.js';
import { checkPort, toUrl, waitUntilReady } from './ports.js';
import { LaunchError, runMain, say } from './say.js';
import { stopOnSignals } from './stop-on-signals.js';
import { supervise } from './supervisor.js';

/** `npm start`: installs what is missing, builds what changed, and runs both programs until it is told to stop. */
async function main() {
  checkNodeVersion(process.versions.node);
  const nodeEnv = process.env.NODE_ENV;
  if (nodeEnv !== undefined && nodeEnv !== 'production')
    say(`NODE_ENV=${nodeEnv} is ignored; npm start always runs in production mode`);
  await ensureInstalled();
  const plan = readPlan();
  await checkPort(plan.web, 'web.listen');
  await checkPort(plan.metrics, 'metrics.listen');
  await ensureBuilt();
  say(describeFleet(plan));
  return run(plan);
}

/** @typedef {Extract<import('./launch-plan.ts').LaunchPlan, { ok: true }>} Plan */

/** @returns {Plan} */
function readPlan() {
  const env = toolEnvironment('production');
  // In the caller's folder: hvitals.yaml belongs to the working directory.
  const text = execFileSync(pinnedNode, [join(root, 'lib', 'launch', 'print-plan.ts')], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {import('./launch-plan.ts').LaunchPlan} */
  const plan = JSON.parse(text);
  if (!plan.ok) throw new LaunchError(`the configuration cannot be used\n${plan.reason}`, 2);
  return plan;
}

/** @param {Plan} plan */
function describeFleet({ fleet, targets, demo, source }) {
  const why = source === null ? 'there is no hvitals.yaml' : `${source} names no targets`;
  switch (fleet) {
    case 'configured':
      return `monitoring ${targets} ${targets === 1 ? 'host' : 'hosts'} from ${source}`;
    case 'this-machine':
      return `${why}: monitoring this machine, which is a Hyper-V host`;
    case 'demo':
      return `${why}, and this machine is no Hyper-V host: showing the DEMO FLEET of ${demo.hosts} invented hosts`;
  }
}

/** @param {Plan} plan */
async function run(plan) {
  const env = toolEnvironment('production');
  const supervisor = supervise({
    programs: [
      { name: 'collectors', command: pinnedNode, args: [join(root, 'collectors', 'main.ts')], env, reloads: true },
      { name: 'app', command: pinnedNode, args: [join(root, 'app', '_server', 'main.ts')], env },
    ],
    say,
  });
  stopOnSignals(supervisor);
  const ended = new AbortController();
  const ready = announce(plan, ended.signal);
  const exitCode = await supervisor.done;
  ended.abort();
  await ready;
  say('stopped');
  return exitCode;
}

/** @param {Plan} plan @param {AbortSignal} signal */
async function announce(plan, signal) {
  const [app, collectors] = await Promise.all([
    waitUntilReady(`${toUrl(plan.web)}/`, { deadlineMs: 60_000, signal }),
    waitUntilReady(`${toUrl(plan.metrics)}/readyz`, { deadlineMs: 60_000, signal }),
  ]);
  if (signal.aborted) return;
  say(app ? `web app: ${toUrl(plan.web)}/` : `the web app does not answer at ${toUrl(plan.web)}/ yet; its log stands above`);
  say(
    collectors
      ? `metrics: ${toUrl(plan.metrics)}/metrics`
      : `the collectors are not ready at ${toUrl(plan.metrics)}/readyz yet; their log stands above`,
  );
}

await runMain(main);
