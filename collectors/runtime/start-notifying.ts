import { randomUUID } from 'node:crypto';
import type { Clock } from '#lib/clock.ts';
import type { NotifyConfig } from '#lib/config/notify-schema.ts';
import type { Logger } from '#lib/log.ts';
import type { AlertStore } from '#lib/store/alert-store.ts';
import type { Daemon } from './daemon.ts';
import { DeadMansSwitch } from './dead-mans-switch.ts';
import { NotificationDelivery } from './deliver-notifications.ts';
import { AlertTeller } from './tell-alerts.ts';

export interface NotifyingOptions {
  readonly store: AlertStore;
  readonly daemon: Pick<Daemon, 'placeOf' | 'metrics' | 'readiness'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Deciding and delivering, joined. */
export interface Notifying extends AsyncDisposable {
  readonly teller: AlertTeller;
  /** Takes a configuration over. @throws StoreError */
  use(notify: NotifyConfig): Promise<void>;
}

/** Tells receivers of alerts until disposed of. Nobody is told before `use`. @throws StoreError where the alerts cannot be read */
export async function startNotifying({ store, daemon, clock, log }: NotifyingOptions): Promise<Notifying> {
  const { placeOf, metrics } = daemon;
  const onTold = (receivers: ReadonlySet<string>) => delivery.wake(receivers);
  const teller = new AlertTeller({ store, placeOf, clock, log, onTold }, await store.listAlerts());
  const delivery = new NotificationDelivery({
    ...{ store, teller, metrics, clock, log },
    random: Math.random,
    newBatchId: randomUUID,
  });
  const isAlive = () => teller.isAlive() && daemon.readiness().storeWritable;
  const deadMansSwitch = new DeadMansSwitch({ clock, log, isAlive });
  return {
    teller,
    async use(notify) {
      await delivery.use(notify);
      teller.use(notify);
      await deadMansSwitch.use(notify.deadMansSwitch);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([deadMansSwitch[Symbol.asyncDispose](), delivery[Symbol.asyncDispose]()]);
    },
  };
}
