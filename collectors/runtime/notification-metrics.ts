import { Counter, Gauge, type Registry } from 'prom-client';
import type { SendOutcome } from '#lib/notify/send-outcome.ts';
import type { StoredReceiver } from '#lib/store/alert-store.ts';

/** What becomes of notifications, by receiver. */
export interface NotificationMetrics {
  /** Notifications of one attempt; those of an attempt that failed are counted again at the next one. */
  countNotifications(receiver: string, result: SendOutcome['result'], count: number): void;
  /** All receivers as they are now; others are not shown any more. */
  noteReceivers(receivers: readonly Pick<StoredReceiver, 'name' | 'pending' | 'isFailing'>[]): void;
  /** Undefined before there is anything to say. */
  receiversFailing(): number | undefined;
}

const results: readonly SendOutcome['result'][] = ['delivered', 'failed', 'refused'];

/** Creates the metrics in a registry. */
export function createNotificationMetrics(registers: Registry[]): NotificationMetrics {
  const notifications = new Counter({
    name: 'hvitals_notifications_total',
    help: 'Notifications by receiver and how an attempt to send them ended; refused ones are not tried again.',
    labelNames: ['receiver', 'result'],
    registers,
  });
  const pending = new Gauge({
    name: 'hvitals_notifications_pending',
    help: 'Notifications that wait to be sent to a receiver.',
    labelNames: ['receiver'],
    registers,
  });
  let failing: number | undefined;
  let shown: ReadonlySet<string> = new Set();
  return {
    countNotifications: (receiver, result, count) => notifications.inc({ receiver, result }, count),
    noteReceivers(receivers) {
      const names = new Set(receivers.map(({ name }) => name));
      for (const receiver of shown) {
        if (names.has(receiver)) continue;
        pending.remove({ receiver });
        for (const result of results) notifications.remove({ receiver, result });
      }
      for (const receiver of names) {
        if (!shown.has(receiver)) for (const result of results) notifications.inc({ receiver, result }, 0);
      }
      for (const { name, pending: waiting } of receivers) pending.set({ receiver: name }, waiting);
      shown = names;
      failing = receivers.filter(({ isFailing }) => isFailing).length;
    },
    receiversFailing: () => failing,
  };
}
