import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closeStore } from '#app/_server/store-access.ts';
import { GET as getTargets } from '#app/api/v1/targets/route.ts';
import { GET as getVm } from '#app/api/v1/vms/[vmId]/route.ts';
import { registry } from '#collectors/registry.ts';
import { Daemon } from '#collectors/runtime/daemon.ts';
import { listen } from '#collectors/runtime/exporter-server.ts';
import { createPowerShellTransports } from '#collectors/transport/create-transports.ts';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import { systemClock } from '#lib/clock.ts';
import { createLogger } from '#lib/log.ts';
import { type ApiScrape, apiTargets } from '#lib/model/api/targets.ts';
import { type ApiVmDetail, apiVmDetail } from '#lib/model/api/vm-detail.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { openStore } from '#lib/store/open-store.ts';
import { writeSimulatedState } from '../hyperv-sim/write-state.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { eventually } from './eventually.ts';

/** What each surface says about one host after its first poll. */
export interface Seen {
  /** By collector, as /api/v1/targets has them. */
  readonly scrapes: Readonly<Record<string, Pick<ApiScrape, 'outcome' | 'reason'>>>;
  /** The text of /metrics. */
  readonly metrics: string;
  /** Lines that the collectors logged. */
  readonly log: readonly string[];
  /** The API's answers as they go over the wire: all targets, then each VM of the scenario. */
  readonly bodies: readonly string[];
  vm(vmId: VmId): ApiVmDetail;
}

/**
 * One poll of one host with everything real but Hyper-V itself: engine, host module, dispatcher, daemon, store, exporter and the
 * API's routes. `hostModule` replaces the module that runs on the host, or the hash that is expected of it.
 */
export async function pollOnce(
  host: SimulatedHost,
  hostModule?: { readonly text: string; readonly hash: string },
): Promise<Seen> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hvitals-poll-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const state = path.join(folder, 'state.json');
  await writeSimulatedState(host, state, Date.now());
  const { executable } = await ensurePwsh();
  const env = {
    ...process.env,
    PSModulePath: path.join(import.meta.dirname, '../hyperv-sim/modules'),
    HVITALS_SIM_STATE: state,
    HVITALS_SIM_LOG: path.join(folder, 'calls.log'),
  };
  const log: string[] = [];
  const logger = createLogger({ level: 'info', stream: { write: (line) => void log.push(line) } });
  const store = await openStore({ file: path.join(folder, 'data', 'hvitals.db'), mode: 'collectors' });
  cleanup.defer(() => store.close());
  const transports = createPowerShellTransports({
    executable,
    processes: 1,
    log: logger,
    env,
    ...(hostModule && { hostModule }),
  });
  cleanup.defer(() => transports.close());
  const daemon = new Daemon({ registry, clock: systemClock, log: logger, store, transportOf: () => transports.local });
  cleanup.defer(() => daemon.stop());
  const port = await listen(daemon.server, { host: '127.0.0.1', port: 0 });
  await daemon.apply({ collectors: {} }, [{ name: host.name, transport: 'local', labels: {}, collectors: {} }]);
  await eventually('the first poll is done', 40_000, async () => {
    if ((await store.listScrapes()).length < registry.length) throw new Error('Not all collectors have been scraped.');
  });
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return { metrics, log, ...(await askApi(folder, host)) };
}

async function askApi(folder: string, host: SimulatedHost): Promise<Pick<Seen, 'scrapes' | 'bodies' | 'vm'>> {
  const config = path.join(folder, 'hvitals.yaml');
  await writeFile(config, `data: { directory: ${JSON.stringify(path.join(folder, 'data'))} }\n`);
  process.env.HVITALS_CONFIG = config;
  try {
    const request = new Request('http://127.0.0.1/api/v1/x');
    const targets = await (await getTargets(request)).text();
    const vms = new Map<VmId, string>();
    for (const { id } of host.vms) {
      const answer = await getVm(request, { params: Promise.resolve({ vmId: id }) });
      if (answer.status === 200) vms.set(id, await answer.text());
    }
    const scrapes = apiTargets.parse(JSON.parse(targets)).targets.flatMap((target) => target.scrapes);
    return {
      scrapes: Object.fromEntries(scrapes.map(({ collector, outcome, reason }) => [collector, { outcome, reason }])),
      bodies: [targets, ...vms.values()],
      vm: (vmId) => apiVmDetail.parse(JSON.parse(vms.get(vmId) ?? 'null')),
    };
  } finally {
    await closeStore();
    delete process.env.HVITALS_CONFIG;
  }
}
