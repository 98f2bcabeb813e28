import { createExporterServer, listen } from '#collectors/runtime/exporter-server.ts';
import { slotOfEntry } from '#collectors/runtime/exposition-entry.ts';
import { createOwnMetrics } from '#collectors/runtime/own-metrics.ts';
import { createLogger } from '#lib/log.ts';
import { Exposition } from '#lib/metrics/exposition.ts';
import { samplesOf, seriesPerVm, vmDefinitions, vmFamilies, vmIdOf } from './fleet-samples.ts';

/** Serves 400,000 series on a free port, which it sends to its parent; 1 % of them change after each scrape. */
const vms = Math.ceil(400_000 / seriesPerVm);
const exposition = new Exposition({ definitions: vmDefinitions, slotOf: slotOfEntry });
const set = (number: number, value: number) => exposition.set(`vm ${vmIdOf(number)}`, vmFamilies, samplesOf(number, value));
for (let number = 0; number < vms; number++) set(number, 2);
let round = 0;
const changeSome = () => {
  round += 1;
  for (let at = 0; at < vms; at += 100) set((at + round * 7) % vms, 10 + (round % 80));
};
const own = createOwnMetrics({ hostsInFlight: () => 0, stretch: () => 1, targets: () => 1_000, work: () => exposition.work });
const server = createExporterServer({
  sources: {
    exposition,
    own,
    publisher: {
      ages: () => [],
      // Readings change between scrapes, not in them.
      expire: () => void setTimeout(changeSome, 1_500),
    },
  },
  readiness: () => ({ targetsLoaded: true, waitingFor: 0, storeWritable: true }),
  shardCount: () => 4,
  log: createLogger({ level: 'error' }),
});
process.send?.(await listen(server, { host: '127.0.0.1', port: 0 }));
