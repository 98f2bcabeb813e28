/** What dispatch.ps1 says in answer to `drain`. Ids of calls are the near side's own. */
export type DispatchEvent =
  | { readonly kind: 'open'; readonly call: number }
  | { readonly kind: 'piece'; readonly call: number; readonly bytes: Buffer; readonly isLast: boolean }
  | { readonly kind: 'oversized'; readonly call: number; readonly characters: number }
  | { readonly kind: 'ended'; readonly call: number; readonly ending: Ending };

/** How a call on a host ended. `connect`, `load` and `lost` also ended the session. */
export interface Ending {
  readonly stage: 'complete' | 'connect' | 'load' | 'call' | 'lost';
  /** Error number of WinRM, where there is one. */
  readonly code: number | undefined;
  /** PowerShell's fully qualified error id, or empty. */
  readonly errorId: string;
  /** PowerShell's own words, or empty. */
  readonly message: string;
}

export interface DrainAnswer {
  readonly events: readonly DispatchEvent[];
  /** Lines that wait for the next drain. */
  readonly waiting: number;
  /** Sessions that were dropped and are not gone yet. */
  readonly closing: number;
}

const stages = ['complete', 'connect', 'load', 'call', 'lost'] as const;

/** Parses the lines of one drain, without prefix. Throws on a line that dispatch.ps1 does not write. Pure. */
export function parseDrain(lines: readonly string[]): DrainAnswer {
  let left = { waiting: 0, closing: 0 };
  const events: DispatchEvent[] = [];
  for (const line of lines) {
    const fields = line.split(' ');
    const numbers = fields.slice(1, 3).map(Number);
    if (fields[0] === 'left') left = { waiting: numbers[0] ?? 0, closing: numbers[1] ?? 0 };
    else events.push(parseEvent(fields));
  }
  return { events, ...left };
}

function parseEvent(fields: readonly string[]): DispatchEvent {
  const call = Number(fields[1]);
  switch (fields[0]) {
    case 'open':
      return { kind: 'open', call };
    case 'piece':
    case 'last':
      return { kind: 'piece', call, bytes: toBytes(fields[2]), isLast: fields[0] === 'last' };
    case 'oversized':
      return { kind: 'oversized', call, characters: Number(fields[2]) };
    case 'ended': {
      const stage = stages.find((word) => word === fields[2]) ?? 'lost';
      const code = fields[3] === '-' ? undefined : Number(fields[3]);
      const [errorId, message] = [toBytes(fields[4]).toString('utf8'), toBytes(fields[5]).toString('utf8')];
      return { kind: 'ended', call, ending: { stage, code, errorId, message } };
    }
    default:
      throw new Error(`unknown line from the dispatcher: ${JSON.stringify(fields.join(' ').slice(0, 100))}`);
  }
}

function toBytes(field: string | undefined): Buffer {
  return field === undefined || field === '-' ? Buffer.alloc(0) : Buffer.from(field, 'base64');
}
