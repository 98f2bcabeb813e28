/**
 * Hyper-V's own codes of an integration component's OperationalStatus (hyperv-facts.md 2.2, cim-facts.md 3.1).
 * The first entry is the status, the second one a remark. Codes that are not listed pass through as they are.
 */
export const componentStatus = {
  ok: 2,
  /** An older protocol; it works. */
  degraded: 3,
  /** The guest's protocol is not supported. */
  nonRecoverable: 7,
  /** The guest's component is not installed, not running, or has not answered yet. */
  noContact: 12,
  /** It answered once and has stopped. */
  lostCommunication: 13,
  /** Heartbeat only: the VM is paused. */
  paused: 15,
  /** Second entry. Expected on Linux and older guests; means nothing by itself. */
  protocolMismatch: 32775,
  /** Second entry, heartbeat only. */
  applicationCritical: 32782,
  communicationTimedOut: 32783,
  communicationFailed: 32784,
  /** Not sent by a component: our series say it where the service is switched off on the host. */
  disabled: 32896,
} as const;

/** Whether the guest's side is in contact: ok, or degraded, which is an older protocol that works. */
export function isInContact(primary: number | undefined): boolean {
  return primary === componentStatus.ok || primary === componentStatus.degraded;
}

/** A setting row's EnabledState: 2 is enabled, anything else is not (cim-facts.md 3.2). Undefined where no row came. */
export function toEnabled(enabledState: number | null | undefined): boolean | undefined {
  return typeof enabledState === 'number' ? enabledState === 2 : undefined;
}
