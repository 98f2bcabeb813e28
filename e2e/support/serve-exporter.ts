import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createExporterServer, listen } from '#collectors/runtime/exporter-server.ts';
import { slotOfEntry } from '#collectors/runtime/exposition-entry.ts';
import { createOwnMetrics } from '#collectors/runtime/own-metrics.ts';
import { exposedDefinitions, type ReadingAge } from '#collectors/runtime/publish-readings.ts';
import type { Readiness } from '#collectors/runtime/readiness.ts';
import type { BearerGate } from '#lib/auth/bearer-gate.ts';
import { createLogger } from '#lib/log.ts';
import { Exposition } from '#lib/metrics/exposition.ts';

const ready: Readiness = { targetsLoaded: true, waitingFor: 0, storeWritable: true };

interface ExporterRig {
  readonly url: string;
  readonly port: number;
  readonly server: ReturnType<typeof createExporterServer>;
  readonly exposition: Exposition;
  readonly logged: Record<string, unknown>[];
  close(): void;
}

/** The real exporter on a random port, over VMs and hosts that only it knows. */
export async function serveExporter({
  vms = 3,
  readiness = ready,
  fails = false,
  shardCount = 1,
  gate = undefined as BearerGate | undefined,
} = {}): Promise<ExporterRig> {
  const exposition = new Exposition({ definitions: exposedDefinitions, slotOf: slotOfEntry });
  for (let index = 0; index < vms; index++) {
    const labels = { vm_id: `id-${index}`, vm: `name "${index}" \\ with\nline` };
    exposition.set(
      `vm id-${index}`,
      ['hvitals_vm_info', 'hvitals_vm_state', 'hvitals_vm_start_time_seconds'],
      [
        { metric: 'hvitals_vm_info', labels: { ...labels, host: 'hv01', generation: '2', version: '9.0' }, value: 1 },
        { metric: 'hvitals_vm_state', labels, value: 2 },
        { metric: 'hvitals_vm_start_time_seconds', labels, value: 1_795_419_600.5 },
      ],
    );
  }
  const ages: ReadingAge[] = Array.from({ length: 1_200 }, (_, index) => ({
    host: `hv${index}`,
    collector: 'vm',
    ageSeconds: index / 8,
  }));
  const own = createOwnMetrics({ hostsInFlight: () => 1, stretch: () => 1, targets: () => 2, work: () => exposition.work });
  own.countScrape('vm', 'ok');
  own.observeCommit(true, 12);
  own.observeCommit(false, 3);
  own.noteReload(true, 1_795_419_600_000);
  const logged: Record<string, unknown>[] = [];
  const server = createExporterServer({
    sources: {
      exposition: fails ? { lease: () => Promise.reject(new Error('planted')) } : exposition,
      publisher: { expire: () => undefined, ages: () => ages },
      own,
    },
    readiness: () => readiness,
    shardCount: () => shardCount,
    ...(gate !== undefined && { gate }),
    log: createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } }),
  });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  const close = () => server.close().closeAllConnections();
  return { url: `http://127.0.0.1:${port}`, port, server, exposition, logged, close };
}

/** A request as the wire has it: fetch would unpack the body. */
export async function rawRequest(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const sent = httpRequest(url, { headers, method });
  sent.end();
  const [response] = await once(sent, 'response');
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) };
}
