import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildHostModule, visibleFunction } from './host-module/build-host-module.ts';
import type { GeneratedFile } from './metric-docs.ts';

/** Identifies the module for ever; hvitals.pssc and the role have their own. */
const moduleGuid = '6f2c1f0e-8d0b-4f3a-9a8e-2c6b7d5e4a10';

/**
 * The module Hvitals that an administrator copies to a host with a restricted endpoint: the very text that plain sessions load, and its
 * manifest. As they are, and as they should be.
 */
export function jeaFiles(): readonly GeneratedFile[] {
  const { text, hash } = buildHostModule();
  return [toFile('Hvitals.psm1', text), toFile('Hvitals.psd1', renderManifest(readVersion(), hash))];
}

/** A module manifest for Windows PowerShell 5.1 and PowerShell 7. `hash`: of the module's text, to be looked up on a host. Pure. */
export function renderManifest(version: string, hash: string): string {
  return [
    '# Generated with Hvitals.psm1 from the scripts of the collectors: change those, and run `npm run docs`. See docs/least-privilege.md.',
    '@{',
    "    RootModule = 'Hvitals.psm1'",
    `    ModuleVersion = '${version}'`,
    `    GUID = '${moduleGuid}'`,
    "    Author = 'hvitals'",
    "    Copyright = '(c) The authors of hvitals. MIT license.'",
    "    Description = 'Reads the vital signs of a Hyper-V host and its VMs for hvitals; changes nothing.'",
    "    PowerShellVersion = '5.1'",
    "    CompatiblePSEditions = @('Desktop', 'Core')",
    `    FunctionsToExport = @('${visibleFunction}')`,
    '    CmdletsToExport = @()',
    '    VariablesToExport = @()',
    '    AliasesToExport = @()',
    `    PrivateData = @{ ModuleHash = '${hash}' }`,
    '}',
    '',
  ].join('\n');
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

function toFile(name: string, expected: string): GeneratedFile {
  const path = `public/jea/Hvitals/${name}`;
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  return { path, file, current: existsSync(file) ? readFileSync(file, 'utf8') : '', expected };
}
