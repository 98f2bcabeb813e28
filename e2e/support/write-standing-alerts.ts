import { join } from 'node:path';
import type { AlertsCommit, StoredAck, StoredAlert, StoredAlertEvent } from '../../lib/store/alert-store.ts';
import { type OpenAlertStore, openAlertStore } from '../../lib/store/sqlite-alerts.ts';

const minute = 60_000;

/** An alert about a VM that has fired for four minutes, unless `parts` say otherwise. */
export function madeUpAlert(fingerprint: string, parts: Partial<StoredAlert> = {}): StoredAlert {
  return {
    fingerprint,
    rule: 'HvitalsHeartbeatLost',
    status: 'firing',
    severity: 'critical',
    labels: { vm: fingerprint, vm_id: `a1600000-0000-4000-8000-${fingerprint.length.toString().padStart(12, '0')}` },
    summary: `Heartbeat lost: ${fingerprint}`,
    description: '',
    value: 1,
    activeAt: Date.now() - 5 * minute,
    firingAt: Date.now() - 4 * minute,
    keptSince: undefined,
    placed: { host: 'hv09' },
    held: undefined,
    told: [],
    ...parts,
  };
}

/** What the engine tells of an alert that turns into `kind` at `at`. */
export function alertTurns(alert: StoredAlert, kind: StoredAlertEvent['kind'], at: number): Omit<StoredAlertEvent, 'id'> {
  const { fingerprint, rule, severity, labels } = alert;
  return { at, fingerprint, rule, severity, kind, labels, detail: { value: 1, activeAt: at - minute } };
}

/** Writes into the store of programs that run, as the collectors would. What they wrote themselves stays. */
export async function writeAlerts(
  directory: string,
  {
    acks = [],
    evaluatedAt,
    ...commit
  }: Partial<AlertsCommit> & { readonly acks?: readonly StoredAck[]; readonly evaluatedAt?: number },
): Promise<void> {
  await withAlerts(directory, async (store) => {
    await store.commitAlerts({ upserts: [], gone: [], events: [], notifications: [], ...commit });
    for (const ack of acks) await store.putAck(ack);
    if (evaluatedAt !== undefined) await store.noteEvaluation(evaluatedAt);
  });
}

export async function withAlerts(directory: string, work: (store: OpenAlertStore) => Promise<void>): Promise<void> {
  const store = await openAlertStore(join(directory, 'data', 'hvitals.db'), 'app');
  try {
    await work(store);
  } finally {
    await store.close();
  }
}
