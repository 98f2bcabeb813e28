import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.js';
import { ensureInstalled } from './ensure-installed.js';
import { checkNodeVersion, pinnedNode, root, toolEnvironment } from './paths.js';
import { LaunchError, runMain } from './say.js';
import { failure, runReporting, runStep, runSuites } from './suites.js';

/**
 * `npm test` runs every suite, `npm run check` those without PowerShell, a browser or long runs, `npm run e2e` the browser's. The last line is
 * exactly `N passed, N failed`; a suite that does not report has failed.
 */

const minute = 60_000;
const bin = join(root, 'node_modules', '.bin');
const ok = { passed: 1, failed: 0, notes: [] };

/** @param {readonly string[]} command @param {number} minutes */
const step =
  (command, minutes = 3) =>
  () =>
    runStep(command, { cwd: root, env: toolEnvironment(undefined), deadlineMs: minutes * minute });

/** @param {string} name @param {readonly string[]} command @param {number} minutes */
const reporting = (name, command, minutes) => () =>
  runReporting(command, join(root, '.cache', 'test', `${name}.json`), {
    cwd: root,
    env: toolEnvironment(undefined),
    deadlineMs: minutes * minute,
  });

const vitest = [
  join(bin, 'vitest'),
  'run',
  '--reporter=default',
  `--reporter=${join(root, 'lib', 'launch', 'vitest-summary.js')}`,
];

/** Tests that start PowerShell and other real programs; each takes seconds, so `npm run check` goes without them. */
const engineFolders = ['e2e/', 'collectors/host-module/', 'collectors/transport/'];
/** Below an engine folder, but plain code. */
const plainFolder = 'collectors/transport/simulated/';
const notSlow = '--exclude=**/*.slow.test.ts';
/** Tests of real programs on a shared machine have one second try, which the table names (docs/adr/0010). */
const secondTry = '--retry=1';

/** @type {import('./suites.js').Suite} */
const install = {
  name: 'packages installed',
  required: true,
  run: async () => {
    await ensureInstalled();
    return ok;
  },
};

/** @type {import('./suites.js').Suite} */
const peers = { name: 'PowerShell engine and peers', run: step([pinnedNode, join(root, 'e2e', 'prepare-peers.ts')], 6) };

/** @type {import('./suites.js').Suite} */
const build = {
  name: 'web app build',
  run: async () => {
    const result = await ensureBuilt();
    return result === 'kept-old' ? failure('the build failed') : ok;
  },
};

/** Files of the engine's folders, except those of the plain one. */
const unitExcludes = ['e2e/**', 'collectors/host-module/**', 'collectors/transport/*.test.ts'].map((glob) => `--exclude=${glob}`);

/** @type {readonly import('./suites.js').Suite[]} */
const check = [
  { name: 'format and lint (Biome)', run: step([join(bin, 'biome'), 'check', '--error-on-warnings']) },
  { name: 'routes (next typegen)', run: step([join(bin, 'next'), 'typegen']) },
  { name: 'types (tsc)', run: step([join(bin, 'tsc'), '--noEmit', '--project', root]) },
  {
    name: 'import rules (dependency-cruiser)',
    run: step([join(bin, 'depcruise'), '--config', '.dependency-cruiser.cjs', 'app', 'collectors', 'lib', 'e2e']),
  },
  { name: 'unused code (knip)', run: step([join(bin, 'knip')]) },
  { name: 'generated docs', run: step([pinnedNode, join(root, 'collectors', 'render-docs.ts'), '--check']) },
  { name: 'unit and property tests', run: reporting('unit', [...vitest, notSlow, ...unitExcludes], 12) },
];

/** @type {import('./suites.js').Suite} */
const engine = {
  name: 'tests with the PowerShell engine and peers',
  run: reporting('engine', [...vitest, notSlow, secondTry, `--exclude=${plainFolder}**`, ...engineFolders], 15),
};

/** @type {import('./suites.js').Suite} */
const slow = { name: 'slow tests', run: reporting('slow', [...vitest, secondTry, '--no-file-parallelism', '.slow.test.ts'], 15) };

/** @type {import('./suites.js').Suite} */
const browser = {
  name: 'browser tests (Playwright)',
  run: reporting('browser', [join(bin, 'playwright'), 'test', '--retries=1'], 25),
};

const selections = new Map([
  [undefined, [install, peers, ...check, engine, build, slow, browser]],
  ['--check', [install, ...check]],
  ['--e2e', [install, peers, build, browser]],
]);

async function main() {
  checkNodeVersion(process.versions.node);
  const suites = selections.get(process.argv[2]);
  if (suites === undefined) throw new LaunchError(`unknown option ${process.argv[2]}; valid: none, --check, --e2e`, 2);
  const { passed, failed } = await runSuites(suites, (text) => process.stdout.write(`${text}\n`));
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

// Ends the running suite too, by the exit handler in suites.js.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, () => process.exit(1));
await runMain(main);
