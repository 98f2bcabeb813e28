import { appendFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { startNotifying } from '../../collectors/runtime/start-notifying.ts';
import { type StartRulesOptions, startRules } from '../../collectors/runtime/start-rules.ts';
import { knownSeries, loadShippedRules } from '../../collectors/shipped-rules.ts';
import { systemClock } from '../../lib/clock.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { createLogger } from '../../lib/log.ts';
import { openAlertStore } from '../../lib/store/sqlite-alerts.ts';
import { stormSamples } from './storm-series.ts';

/**
 * A program for tests: evaluates the rules of a storm, and tells its receivers, as the collectors do and with their parts; only the series
 * come from the clock instead of from hosts. Says `ready` once, and writes the time of each look at the series to `evaluations`.
 * Arguments: the folder of hvitals.yaml, and from when on the storm stands still (UTC milliseconds).
 */
const [folder = '', calmAt = 'Infinity'] = process.argv.slice(2);
const log = createLogger({ level: 'error' });
const store = await openAlertStore(join(folder, 'hvitals.db'), 'collectors');
const loaded = loadConfig({ cwd: folder, env: {} });
const metrics = {
  countFault: (where: string) => writeSync(2, `a fault of ${where}\n`),
  noteRulesReload: () => undefined,
  countNotifications: () => undefined,
  noteReceivers: () => undefined,
  valueOf: () => undefined,
};
const daemon = {
  currentSamples: () => {
    const at = Date.now();
    const samples = stormSamples(Math.min(at, Number(calmAt)));
    appendFileSync(join(folder, 'evaluations'), `${at}\n`);
    return (metric: string) => (metric === 'hvitals_vm_state' ? samples : []);
  },
  readiness: () => ({ targetsLoaded: true, waitingFor: 0, storeWritable: true }),
  isOutOfReach: () => false,
  watch: () => undefined,
  placeOf: () => ({}),
  metrics,
} as unknown as StartRulesOptions['daemon'] & Parameters<typeof startNotifying>[0]['daemon'];
const notifying = await startNotifying({ store, daemon, clock: systemClock, log });
await notifying.use(loaded.config.notify);
await startRules(
  { store, daemon, shipped: loadShippedRules(), known: knownSeries, clock: systemClock, log, teller: notifying.teller },
  loaded,
);
writeSync(1, 'ready\n');
