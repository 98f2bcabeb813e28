import { writeFileSync } from 'node:fs';
import { jeaFiles } from './jea-files.ts';
import { metricPages } from './metric-docs.ts';
import { prometheusFiles } from './rule-files.ts';

/*
 * Writes the metric tables of the docs anew from the catalogue, the files for Prometheus and Alertmanager from the shipped rules, and
 * the module for restricted endpoints from the collectors' scripts.
 * With --check it writes nothing, names the pages that are out of date and ends with 1 where there are any.
 */
const check = process.argv.includes('--check');
const stale = [...metricPages(), ...prometheusFiles(), ...jeaFiles()].filter(({ current, expected }) => current !== expected);
if (!check) for (const { file, expected } of stale) writeFileSync(file, expected);
for (const { path } of stale) process.stdout.write(`${check ? 'out of date' : 'written'}: ${path}\n`);
if (stale.length === 0) process.stdout.write('The metric tables, the alert rules and the module for hosts are up to date.\n');
if (check && stale.length > 0) {
  process.stderr.write('Run `node collectors/render-docs.ts` with Node 24 and commit the result.\n');
  process.exitCode = 1;
}
