import type { VmId } from './vm-id.ts';

/** Channels of a Hyper-V host that hvitals reads (hyperv-facts.md 5.1). */
export const eventChannels = [
  'Microsoft-Windows-Hyper-V-Worker-Admin',
  'Microsoft-Windows-Hyper-V-VMMS-Admin',
  'Microsoft-Windows-Hyper-V-High-Availability-Admin',
] as const;
export type EventChannel = (typeof eventChannels)[number];

/**
 * One event of a host's log as it came, with nothing decided about it. Payload by element name, from `UserData/VmlEventLog` or from
 * `EventData`. Texts may come from guests: a VM's owner chooses its name.
 */
export interface HostEvent {
  readonly channel: EventChannel;
  readonly recordId: number;
  readonly eventId: number;
  /** By the clock of the host, UTC milliseconds. */
  readonly at: number;
  /** The VM that it names: by its id in the payload, else by the worker's SID (`S-1-5-83-1-…`). */
  readonly vmId: VmId | undefined;
  readonly fields: Readonly<Record<string, string>>;
}
