import type { Notification } from '../notification.ts';

/** A notification that an alert of a VM fires. */
export function toldAlert(parts: Partial<Notification> = {}): Notification {
  const labels = { alertname: 'HvitalsHeartbeatLost', severity: 'critical', vm_id: 'x1', vm: 'web-01' };
  return {
    key: 'f1-1000-firing',
    status: 'firing',
    fingerprint: 'f1',
    rule: 'HvitalsHeartbeatLost',
    severity: 'critical',
    labels,
    placed: { ...labels, host: 'hv01', site: 'oslo' },
    summary: 'Heartbeat lost: web-01',
    description: '',
    runbook: 'docs/findings/heartbeat-lost.md',
    value: 1,
    startsAt: Date.UTC(2026, 10, 23, 7, 40),
    endsAt: null,
    url: 'https://hvitals.example.com/vms/x1',
    ...parts,
  };
}
