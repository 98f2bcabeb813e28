import type { Subject } from '../../lib/history/history.ts';
import { writePast } from './write-past.ts';

const minute = 60_000;
const hour = 60 * minute;
const service = (name: string) => `hvitals_vm_integration_services_status{service="${name}"}`;

/** Writes the last day of one VM, and of the host hv01, into the store of programs that run. */
export async function writeDay(directory: string, vmId: string, now: number): Promise<void> {
  // A day: no contact of KVP for an hour, the heartbeat lost for one scrape, nothing at all for half an hour.
  const subject = `vm:${vmId}` as Subject;
  await writePast(directory, [subject, 'host:hv01'], { now, hours: 30, untilAge: 10 * minute }, (of, age) => {
    const away = age > 5 * hour && age < 5.5 * hour;
    if (of === 'host:hv01') {
      const outcome = away ? 'unreachable' : 'ok';
      return {
        [`hvitals_scrape_outcome{collector="vm",outcome="${outcome}"}`]: 1,
        'hvitals_scrape_duration_seconds{collector="vm"}': 0.2 + (age % 7) / 100,
        ...(away ? {} : { 'hvitals_host_vm_instances{kind="realized"}': 4 }),
      };
    }
    if (away) return undefined;
    const dead = age > 2 * hour && age < 3 * hour;
    return {
      hvitals_vm_state: 2,
      hvitals_vm_heartbeat_status: age > 8 * hour && age <= 8 * hour + 15_000 ? 13 : 2,
      [service('kvp')]: dead ? 12 : 2,
      [service('guest-service-interface')]: 32_896,
      hvitals_vm_kvp_intrinsic_items: dead ? 0 : 10,
    };
  });
}
