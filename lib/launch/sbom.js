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
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--omit=dev', '--package-lock-only'];
  const { ok, ended } = await runNpm(args, toolEnvironment(undefined), { stdio: ['ignore', output, 2] });
  closeSync(output);
  if (!ok) throw new LaunchError(`npm sbom failed (${ended}); its messages stand above`);
  const bom = JSON.parse(readFileSync(file, 'utf8'));
  // npm names it after the folder that it lies in.
  bom.metadata.component.name = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).name;
  writeFileSync(file, `${JSON.stringify(bom, undefined, 2)}\n`);
  say(`${bom.components.length} packages: ${file}`);
  return 0;
}

await runMain(main);
