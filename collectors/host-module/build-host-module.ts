import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The module text that runs on a Hyper-V host, and the 16 hex digits that name its version. */
export interface HostModule {
  readonly text: string;
  readonly hash: string;
}

/** The one function that the module defines, and that a restricted endpoint shows. */
export const visibleFunction = 'Invoke-HvitalsScrape';

/** Collector name → the function that its script defines. In the order in which they stand in the module. */
export const hostCollectors: Readonly<Record<string, string>> = {
  vm: 'Get-HvitalsVm',
  heartbeat: 'Get-HvitalsHeartbeat',
  'integration-services': 'Get-HvitalsIntegrationServices',
  kvp: 'Get-HvitalsKvp',
  beacon: 'Get-HvitalsBeacon',
  disk: 'Get-HvitalsDisk',
  clock: 'Get-HvitalsClock',
  power: 'Get-HvitalsPower',
  migration: 'Get-HvitalsMigration',
  host: 'Get-HvitalsHost',
};

/** Stands in the text where the hash goes; the hash is taken over the text with nothing in its place. */
const hashPlaceholder = '@HVITALS-MODULE-HASH@';

/** Files whose text goes into the module, in order. */
export function hostModuleSources(): readonly URL[] {
  const shared = (name: string) => new URL(`./${name}.ps1`, import.meta.url);
  const scripts = Object.keys(hostCollectors).map((name) => new URL(`../${name}/${name}.ps1`, import.meta.url));
  return [
    shared('json'),
    shared('classes'),
    shared('guest-items'),
    shared('disk-files'),
    shared('events'),
    ...scripts,
    shared('envelope'),
  ];
}

function dispatchFunction(): string {
  const cases = Object.entries(hostCollectors).map(([name, fn]) => `        '${name}' { return ${fn} -Arguments $Arguments }`);
  return [
    '# Generated: runs the collector of that name.',
    'function Invoke-HvitalsCollector {',
    '    param([string]$Name, $Arguments)',
    '    switch -CaseSensitive ($Name) {',
    ...cases,
    '    }',
    "    throw @{ HvitalsOutcome = 'unsupported'; Reason = \"this host's module has no collector of that name\" }",
    '}',
  ].join('\n');
}

/** LF line ends whatever the checkout has, no blank lines at the ends; throws on anything but ASCII, which 5.1 would misread. */
function readSource(file: URL): string {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();
  const odd = /[^\n\t\x20-\x7e]/.exec(text);
  if (odd !== null) {
    throw new Error(
      `${file.pathname}: character U+${odd[0].charCodeAt(0).toString(16).padStart(4, '0')} at ${odd.index} is not ASCII`,
    );
  }
  return text;
}

/**
 * Joins the shared functions and every collector's script into one text that defines one function, `Invoke-HvitalsScrape -Request
 * <base64 of UTF-8 JSON>`. All other functions are local to it. The same text serves plain sessions and the module that is installed for
 * restricted endpoints (jea-files.ts).
 */
export function buildHostModule(): HostModule {
  const inner = [...hostModuleSources().map(readSource), dispatchFunction()].join('\n\n');
  const withPlaceholder = [
    '# hvitals host module. Reads Hyper-V, changes nothing.',
    '# Longer than 250 lines: built from collectors/*/*.ps1, to be changed there.',
    `function ${visibleFunction} {`,
    'param([string]$Request)',
    '',
    inner,
    '',
    `Invoke-HvitalsCall -Request $Request -Module '${hashPlaceholder}'`,
    '}',
    '',
  ].join('\n');
  const hash = createHash('sha256').update(withPlaceholder.replace(hashPlaceholder, '')).digest('hex').slice(0, 16);
  return { text: withPlaceholder.replace(hashPlaceholder, hash), hash };
}
