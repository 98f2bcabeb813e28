import { type MaintenanceWindow, openingAt } from '#lib/alerting/maintenance.ts';
import { matches } from '#lib/alerting/matcher.ts';
import { type Silence, silenceState } from '#lib/alerting/silence.ts';
import { groupAlerts } from '#lib/derive/alert-groups.ts';
import type { ApiAlerts, ApiStanding } from '#lib/model/api/alerts.ts';
import type { StoredAck, StoredAlert } from '#lib/store/alert-store.ts';
import { labelsOf, listSilences, listWindows } from './alert-acts.ts';
import { readAlerts, readStore } from './store-access.ts';

/** Alerts listed of one rule: more are the same fault, and the number says how many. */
const mostOfRule = 200;

/** Alerts that are pending or firing at `now` (UTC milliseconds), by rule, with what people did about them. Throws StoreError. */
export async function loadAlerts(now: number): Promise<ApiAlerts> {
  // The revision first: what comes in between is then read once more, never missed.
  const revision = await (await readStore()).revision();
  const store = await readAlerts();
  const acks = new Map((await store.listAcks()).map((ack) => [ack.fingerprint, ack]));
  const silences = (await listSilences(store)).filter((silence) => silenceState(silence, now) === 'active');
  const windows = (await listWindows(store)).flatMap((window) => {
    const opening = openingAt(window.schedule, now);
    return opening === undefined ? [] : [{ ...window, endsAt: opening.endsAt }];
  });
  const alerts = await store.listAlerts();
  const standing = alerts.map((alert) => ({
    ...alert,
    standing: toStanding(alert, acks.get(alert.fingerprint), { silences, windows }),
  }));
  return { revision, groups: [...groupAlerts(standing, mostOfRule)] };
}

interface Acting {
  readonly silences: readonly Silence[];
  readonly windows: readonly (MaintenanceWindow & { readonly endsAt: number })[];
}

/** Silences and windows are looked at here and not in `held`, which is as old as the last evaluation. */
function toStanding(alert: StoredAlert, ack: StoredAck | undefined, { silences, windows }: Acting): ApiStanding {
  const labels = labelsOf(alert);
  const silence = latest(silences.filter(({ matchers }) => matches(matchers, labels)));
  const window = latest(windows.filter(({ matchers }) => matches(matchers, labels)));
  const { held } = alert;
  return {
    ack: ack === undefined ? null : { by: ack.by, note: ack.note, at: ack.at },
    silence:
      silence === undefined
        ? null
        : { id: silence.id, endsAt: silence.endsAt, createdBy: silence.createdBy, comment: silence.comment },
    window: window === undefined ? null : { id: window.id, name: window.name, endsAt: window.endsAt },
    drainedHost: held?.reason === 'maintenance' ? (held.drainedHost ?? null) : null,
    inhibitedBy: held?.reason === 'inhibited' ? held.host : null,
  };
}

function latest<Ending extends { readonly endsAt: number }>(all: readonly Ending[]): Ending | undefined {
  return all.toSorted((a, b) => b.endsAt - a.endsAt)[0];
}
