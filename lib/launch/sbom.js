import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, toolEnvironment } from './paths.js';
import { runNpm } from './run-npm.js';
import { LaunchError, runMain, say } from './say.js';

/*
 * `npm run sbom [-- FILE]` writes the list of everything that runs in production (CycloneDX 1.5), from package-lock.json: for every platform,
 * whether installed or not. See docs/supply-chain.md.
 */

async function main() {
  const file = process.argv[2] ?? join(root, '.cache', 'sbom.cdx.json');
  mkdirSync(dirname(file), { recursive: true });
  const output = openSync(file, 'w');
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const { ok, ended } = await runNpm(args, toolEnvironment(undefined), { stdio: ['ignore', output, 2] });
  closeSync(output);
  if (!ok) throw new LaunchError(`npm sbom failed (${ended}); its messages stand above`);
  const bom = keepProduction(JSON.parse(readFileSync(file, 'utf8')), readJson('package-lock.json').packages);
  // npm names it after the folder that it lies in.
  bom.metadata.component.name = readJson('package.json').name;
  writeFileSync(file, `${JSON.stringify(bom, undefined, 2)}\n`);
  say(`${bom.components.length} packages: ${file}`);
  return 0;
}

/** @param {string} name */
function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

/**
 * Leaves out what only development needs. `npm sbom --omit=dev` leaves out too much: also packages of production that one of development
 * needs as well.
 *
 * @param {any} bom
 * @param {Record<string, { version?: string, dev?: boolean, devOptional?: boolean }>} packages of package-lock.json
 */
function keepProduction(bom, packages) {
  const kept = new Set([bom.metadata.component['bom-ref']]);
  for (const [path, { version, dev, devOptional }] of Object.entries(packages)) {
    if (path !== '' && dev !== true && devOptional !== true) kept.add(`${path.replace(/^.*node_modules\//, '')}@${version}`);
  }
  /** @param {string} ref */
  const isKept = (ref) => kept.has(ref);
  const components = bom.components.filter((/** @type {any} */ one) => isKept(one['bom-ref']));
  const dependencies = bom.dependencies
    .filter((/** @type {any} */ one) => isKept(one.ref))
    .map((/** @type {any} */ one) => ({ ...one, dependsOn: (one.dependsOn ?? []).filter(isKept) }));
  return { ...bom, components, dependencies };
}

await runMain(main);
