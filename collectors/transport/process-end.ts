import type { ChildProcess } from 'node:child_process';

/** Why a PowerShell process is no more. */
export type ProcessEnd =
  | { readonly kind: 'closed' }
  | { readonly kind: 'not-started'; readonly detail: string }
  | { readonly kind: 'exited'; readonly detail: string }
  | { readonly kind: 'hung'; readonly detail: string }
  | { readonly kind: 'confused'; readonly detail: string }
  | { readonly kind: 'stuck'; readonly detail: string };

/** A call that got no answer, because the process ended. */
export class ProcessEndedError extends Error {
  readonly end: ProcessEnd;
  constructor(end: ProcessEnd) {
    super(describeEnd(end));
    this.name = 'ProcessEndedError';
    this.end = end;
  }
}

/** One sentence about the end of a process. */
export function describeEnd(end: ProcessEnd): string {
  switch (end.kind) {
    case 'closed':
      return 'The PowerShell process was closed.';
    case 'not-started':
      return `PowerShell could not be started: ${end.detail}.`;
    case 'exited':
      return `The PowerShell process ended: ${end.detail}.`;
    case 'hung':
      return `The PowerShell process hung and was ended: ${end.detail}.`;
    case 'confused':
      return `The PowerShell process was ended: ${end.detail}.`;
    case 'stuck':
      return `The PowerShell process was ended together with a call that hung: ${end.detail}.`;
  }
}

/** How a process ended, with the last thing that it said on stderr. */
export function describeExit(child: ChildProcess, stderr: string): string {
  const how = child.signalCode === null ? `exit code ${child.exitCode}` : `signal ${child.signalCode}`;
  // node-powershell marks the beginning and the end of each call's stderr by a line of 16 letters and digits.
  const said = stderr.split(/\r?\n/).filter((line) => line !== '' && !/^[0-9A-Za-z]{16}$/.test(line));
  return said.length === 0 ? how : `${how}, ${said.at(-1)}`;
}

/** A call that the dispatcher answered with a refusal; the process is well. */
export class CallFailedError extends Error {
  override readonly name = 'CallFailedError';
}
