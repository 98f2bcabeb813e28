import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { embeddedHistory, toRetention } from '../../lib/history/embedded-history.ts';
import type { SeriesQuery, Subject } from '../../lib/history/history.ts';
import { MinuteBuffer, type ScrapedSeries } from '../../lib/history/minute-buffer.ts';
import { packHours } from '../../lib/history/pack-hours.ts';
import { integrationServices } from '../../lib/model/integration-service.ts';
import { parseVmId } from '../../lib/model/vm-id.ts';
import { parseSeries } from '../../lib/series/series-text.ts';
import { openChunkStore } from '../../lib/store/sqlite-chunks.ts';

/**
 * What embedded history costs: CPU time of taking samples, writing minutes and packing hours on the real store, as a share of one core
 * at 25,000 VMs; bytes per VM; time to read one VM's last day. Arguments: VMs, hours, `all` for every series each 15 seconds.
 */
const [vms = 200, hours = 30] = process.argv.slice(2).map(Number);
const everySeries = process.argv[4] === 'all';
const fleetSize = 25_000;
const [hourMs, minuteMs, tickMs] = [3_600_000, 60_000, 15_000];
const start = Date.UTC(2026, 0, 15);

const state = ['hvitals_vm_state', 'hvitals_vm_health_state', 'hvitals_vm_start_time_seconds'];
const heartbeat = ['hvitals_vm_heartbeat_status', 'hvitals_vm_heartbeat_application_status'];
const services = integrationServices.map((service) => `hvitals_vm_integration_services_status{service="${service}"}`);
const kvp = ['hvitals_vm_kvp_intrinsic_items', 'hvitals_vm_kvp_guest_items'];
const fast = [...state, ...heartbeat];
const slow = [...services, ...kvp];

const subjects = Array.from({ length: vms }, (_, index): Subject => {
  const vmId = parseVmId(`${String(index).padStart(8, '0')}-1111-4222-8333-444455556666`);
  if (vmId === undefined) throw new Error('the pattern of the ids is wrong');
  return `vm:${vmId}`;
});

/** A heartbeat that fails and comes back now and then; everything else is steady, as it is on real hosts. */
function samplesAt(series: readonly string[], vm: number, tick: number): ScrapedSeries {
  const lost = (tick + vm * 7_919) % 2_000 < 20;
  return { series, values: series.map((text) => (text === heartbeat[0] && lost ? 12 : 2)) };
}

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const folder = await mkdtemp(join(tmpdir(), 'hvitals-bench-'));
const file = join(folder, 'hvitals.db');
const store = await openChunkStore({ file, mode: 'collectors' });
const buffer = new MinuteBuffer(store);
const spent = { append: 0, flush: 0, pack: 0 };
const timed = async (part: keyof typeof spent, work: () => Promise<void>) => {
  const before = cpuMs();
  await work();
  spent[part] += cpuMs() - before;
};

for (let minute = 0; minute < hours * 60; minute += 1) {
  const ticks = [0, 1, 2, 3].map((index) => minute * 4 + index);
  const scrapes = ticks.map((tick) =>
    subjects.map((_, vm) => [
      samplesAt(everySeries ? [...fast, ...slow] : fast, vm, tick),
      ...(tick % 4 === 0 && !everySeries ? [samplesAt(slow, vm, tick)] : []),
    ]),
  );
  await timed('append', async () => {
    for (const [index, ofTick] of scrapes.entries()) {
      const time = start + minute * minuteMs + index * tickMs;
      ofTick.forEach((all, vm) => {
        // Some scrapes end a second later than the ones before.
        const lateMs = (index * 7 + minute + vm) % 5 === 0 ? 1_000 : 0;
        for (const one of all) buffer.append(subjects[vm] ?? 'host:none', time + (vm % 13) * 1_000 + lateMs, one);
      });
    }
  });
  await timed('flush', () => buffer.flush(start + (minute + 1) * minuteMs, () => turn()));
  if (minute % 60 !== 59) continue;
  await timed('pack', async () => {
    while ((await packHours(store, { now: start + (minute + 1) * minuteMs, limit: 4 })) > 0) await turn();
  });
}

const end = start + hours * hourMs;
const history = embeddedHistory(store, {
  retention: toRetention({ rawDays: 3_650, fineDays: 3_650, coarseDays: 3_650 }),
  now: () => end,
});
const queries = [...fast, ...slow].flatMap((text): SeriesQuery[] => {
  const series = parseSeries(text);
  return series === undefined ? [] : [{ subject: subjects[0] ?? 'host:none', ...series }];
});
const reads: number[] = [];
for (let round = 0; round < 50; round += 1) {
  const began = performance.now();
  await history.range(queries, { from: end - 24 * hourMs, to: end, stepMs: minuteMs, lookbackMs: 3 * minuteMs });
  reads.push(performance.now() - began);
}
reads.sort((a, b) => a - b);
store.close();

const share = (ms: number) => `${((ms / (hours * hourMs)) * (fleetSize / vms) * 100).toFixed(2)} %`;
const total = spent.append + spent.flush + spent.pack;
const lines = [
  `${vms} VMs, ${hours} h, ${everySeries ? 'all 13 series each 15 s' : 'default intervals'}; shares of one core at ${fleetSize} VMs`,
  `append ${share(spent.append)}, flush ${share(spent.flush)}, pack ${share(spent.pack)}, together ${share(total)}`,
  `${Math.round((await stat(file)).size / vms / 1_024)} KiB per VM`,
  `read 24 h of 13 series per minute: p50 ${reads[25]?.toFixed(1)} ms, p95 ${reads[47]?.toFixed(1)} ms`,
];
process.stdout.write(`${lines.join('\n')}\n`);
await rm(folder, { recursive: true });
