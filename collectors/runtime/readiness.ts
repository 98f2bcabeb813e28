/** What the daemon must have reached before others rely on it. */
export interface Readiness {
  readonly targetsLoaded: boolean;
  /** Hosts whose first call has not ended, with or without success. */
  readonly waitingFor: number;
  /** Whether the last write succeeded. */
  readonly storeWritable: boolean;
}

/** One line per condition, so that the answer says what is missing. Pure. */
export function describeReadiness({ targetsLoaded, waitingFor, storeWritable }: Readiness): { ready: boolean; text: string } {
  const ready = targetsLoaded && waitingFor === 0 && storeWritable;
  const lines = [
    `targets: ${targetsLoaded ? 'loaded' : 'not loaded yet'}`,
    `first polls: ${waitingFor === 0 ? 'done' : `${waitingFor} hosts to go`}`,
    `store: ${storeWritable ? 'takes writes' : 'the last write failed, see the log'}`,
  ];
  return { ready, text: `${ready ? 'ready' : 'not ready'}\n${lines.join('\n')}\n` };
}
