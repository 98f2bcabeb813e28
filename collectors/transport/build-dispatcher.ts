import { readFileSync } from 'node:fs';

const sources = ['../host-module/json.ps1', './dispatch-ssh.ps1', './dispatch-session.ps1', './dispatch.ps1'].map(
  (file) => new URL(file, import.meta.url),
);

/** Text of the dispatcher that runs in our PowerShell processes: dispatch*.ps1, and the JSON reader that the host module has too. */
export function buildDispatcher(): string {
  return sources.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).join('\n');
}
