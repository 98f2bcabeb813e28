import { writeFileSync } from 'node:fs';
import { dashboardFiles } from './dashboard-files.ts';
import { jeaFiles } from './jea-files.ts';
import { licencePages } from './licence-docs.ts';
import { metricPages } from './metric-docs.ts';
import { openApiFiles } from './openapi-files.ts';
import { prometheusFiles } from './rule-files.ts';

/*
 * Writes what is made from the code anew: the metric tables of the docs, the files for Prometheus and Alertmanager, the dashboards for
 * Grafana, the module for restricted endpoints, the description of the API, and the list of licences.
 * With --check it writes nothing, names the files that are out of date and ends with 1 where there are any.
 */
const check = process.argv.includes('--check');
const all = [
  ...metricPages(),
  ...prometheusFiles(),
  ...dashboardFiles(),
  ...jeaFiles(),
  ...(await openApiFiles()),
  ...licencePages(),
];
const stale = all.filter(({ current, expected }) => current !== expected);
if (!check) for (const { file, expected } of stale) writeFileSync(file, expected);
for (const { path } of stale) process.stdout.write(`${check ? 'out of date' : 'written'}: ${path}\n`);
if (stale.length === 0) process.stdout.write(`${all.length} files that are made from the code are up to date.\n`);
if (check && stale.length > 0) {
  process.stderr.write('Run `node collectors/render-docs.ts` with Node 24 and commit the result.\n');
  process.exitCode = 1;
}
