/** One record of a host's event log. */
export interface SimulatedEvent {
  readonly recordId: number;
  readonly eventId: number;
  /** By the clock of the host when it was written, UTC milliseconds: that never changes again, whatever the clock does. */
  readonly at: number;
  /** `Microsoft-Windows-Hyper-V-…`, or somebody else who writes into the channel. */
  readonly provider: string;
  /** `VmlEventLog` stands in UserData, as nearly all of Hyper-V's payloads do; `EventData` has named data (hyperv-facts.md 5.1). */
  readonly payload: 'VmlEventLog' | 'EventData';
  readonly fields: readonly (readonly [name: string, text: string])[];
  /** Of the account that wrote it; `S-1-5-83-1-…` is a worker process. */
  readonly sid: string | undefined;
}

/**
 * Logs of a host by channel, each oldest record first; a channel that is not here does not exist. A log without records was emptied, and one whose
 * first number is high has rolled over. Faults go by the names of channels as they go by those of classes.
 */
export type SimulatedLogs = Readonly<Record<string, readonly SimulatedEvent[]>>;
