import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Where the lines go; standard output unless said. */
  readonly stream?: DestinationStream;
}

/** DEL, C1 controls, line and paragraph separators, and the marks that turn text around: JSON lets them pass as they are. */
const unsafe = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * One JSON object per line, on a terminal too: constant message, everything else in fields. Names and reasons come from hosts and
 * guests; JSON escapes their C0 controls, and the rest that could move a terminal's cursor or hide text is escaped here.
 */
export function createLogger({ level, stream = destination({ fd: 1, sync: true }) }: LoggerOptions): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line: string) => stream.write(line.replace(unsafe, toEscape)) },
  );
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
