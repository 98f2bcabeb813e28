import { readFileSync } from 'node:fs';

const sources = [new URL('../host-module/json.ps1', import.meta.url), new URL('./dispatch.ps1', import.meta.url)];

/** Text of the dispatcher that runs in our PowerShell processes: dispatch.ps1, and the JSON reader that the host module has too. */
export function buildDispatcher(): string {
  return sources.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).join('\n');
}
