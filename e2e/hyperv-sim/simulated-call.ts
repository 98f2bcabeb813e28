import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { hasCode } from '../peers/build-once.ts';

const simulatedCall = z.object({
  /** UTC, ISO 8601, when the call ended; for a hang, when it began to hang. */
  at: z.string(),
  command: z.enum(['Get-CimInstance', 'Invoke-CimMethod', 'Get-WinEvent']),
  /** Lower case, forward slashes; empty for an event log, whose name stands in the place of the class. */
  namespace: z.string(),
  class: z.string(),
  method: z.string().nullable(),
  outcome: z.enum(['ok', 'error', 'hang']),
  /** Rows returned; null for a hang. */
  rows: z.number().int().nullable(),
  ms: z.number().int(),
  pid: z.number().int(),
  /** -OperationTimeoutSec, 0 where the caller gave none. */
  timeoutSeconds: z.number().int(),
});

/** One call that scripts made to the simulated CIM cmdlets. */
export type SimulatedCall = z.infer<typeof simulatedCall>;

/** All calls in a log file so far; none where the file is not there yet. A last line that is still being written is left out. */
export async function readSimulatedCalls(file: string): Promise<SimulatedCall[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => simulatedCall.parse(JSON.parse(line)));
}
