import { createServer } from 'node:http';
import { freePort } from '../support/free-port.ts';

/** What the demo fleet has at some hours only, or never: one VM and its host at a bad moment. */
const text = `
hvitals_vm_info{vm_id="rare",vm="rare-01",host="hv1",generation="2",version="9.0"} 1
hvitals_host_info{host="hv1",version="10.0",migration_network="smb",cluster="C1"} 1
hvitals_host_finding{host="hv1",code="host-clock-bad",severity="critical"} 1
hvitals_vm_finding{vm_id="rare",vm="rare-01",code="clock-offset-high",severity="warning"} 1
hvitals_host_migration_last_finished_timestamp_seconds{host="hv1"} 1795420000
hvitals_host_migration_last_failed_timestamp_seconds{host="hv1"} 1795420100
hvitals_host_migration_last_blackout_seconds{host="hv1"} 0.5
hvitals_host_cluster_node_drain{host="hv1",state="in-progress"} 1
hvitals_vm_power_last_event_code{vm_id="rare",vm="rare-01"} 18502
hvitals_vm_power_last_event_timestamp_seconds{vm_id="rare",vm="rare-01"} 1795420000
hvitals_daemon_clock_offset_seconds{server="192.0.2.1"} 0.001
hvitals_daemon_clock_offset_bound_seconds{server="192.0.2.1"} 0.002
`.trimStart();

export const rareVm = 'rare';

/** Serves these series for a scrape. */
export async function serveRareSeries(): Promise<{ readonly url: string; close(): void }> {
  const port = await freePort();
  const server = createServer((_request, response) => response.end(text)).listen(port, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}`, close: () => server.close().closeAllConnections() };
}
