import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedHistory, toRetention } from '#lib/history/embedded-history.ts';
import type { SeriesQuery, Subject } from '#lib/history/history.ts';
import { MinuteBuffer } from '#lib/history/minute-buffer.ts';
import { packHours } from '#lib/history/pack-hours.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { parseSeries } from '#lib/series/series-text.ts';
import { openChunkStore } from '#lib/store/sqlite-chunks.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { type BenchRow, median, ms, p95, times } from './bench-row.ts';
import { vmFamilies, vmIdOf } from './fleet-samples.ts';

const [hourMs, minuteMs, tickMs] = [3_600_000, 60_000, 15_000];
const hours = 25;
const vms = 40;
const rounds = 60;
/** Now, less what is not a whole hour: VictoriaMetrics takes no samples of the far past. */
const end = Math.floor(Date.now() / hourMs) * hourMs;
const start = end - hours * hourMs;
const series = vmFamilies.filter((name) => !name.endsWith('_info') && !name.includes('integration_services'));

const subjectOf = (vm: number): Subject => {
  const vmId = parseVmId(vmIdOf(vm));
  if (vmId === undefined) throw new Error('an invented id is no GUID');
  return `vm:${vmId}`;
};
/** Steady, with a heartbeat that is lost for five minutes now and then. */
const valueAt = (vm: number, at: number, tick: number) => (at === 3 && (tick + vm * 7_919) % 2_000 < 20 ? 12 : 2);

async function measureOurs(folder: string): Promise<number[]> {
  const store = await openChunkStore({ file: join(folder, 'hvitals.db'), mode: 'collectors' });
  const buffer = new MinuteBuffer(store);
  for (let tick = 0; tick < (hours * hourMs) / tickMs; tick++) {
    const time = start + tick * tickMs;
    for (let vm = 0; vm < vms; vm++) {
      buffer.append(subjectOf(vm), time, { series, values: series.map((_, at) => valueAt(vm, at, tick)) });
    }
    if ((time + tickMs) % minuteMs === 0) await buffer.flush(time + tickMs);
    if ((time + tickMs) % hourMs === 0) while ((await packHours(store, { now: time + tickMs, limit: 20 })) > 0);
  }
  const retention = toRetention({ rawDays: 30, fineDays: 30, coarseDays: 30 });
  const history = embeddedHistory(store, { retention, now: () => end });
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const subject = subjectOf(round % vms);
    const queries = series.flatMap((text): SeriesQuery[] => {
      const parsed = parseSeries(text);
      return parsed === undefined ? [] : [{ subject, ...parsed }];
    });
    const began = performance.now();
    const bands = await history.range(queries, {
      from: end - 24 * hourMs,
      to: end - tickMs,
      stepMs: minuteMs,
      lookbackMs: 3 * minuteMs,
    });
    taken.push(performance.now() - began);
    if (bands.some(({ last }) => last.includes(null))) throw new Error('embedded history has a gap where there is none');
  }
  store.close();
  return taken;
}

async function measureVictoriaMetrics(folder: string): Promise<number[]> {
  const port = await freePort();
  const binary = await ensurePeer('victoria-metrics');
  const options = [`-storageDataPath=${join(folder, 'vm')}`, `-httpListenAddr=127.0.0.1:${port}`, '-search.latencyOffset=0s'];
  const child = spawn(binary, [...options, '-retentionPeriod=1y'], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually('VictoriaMetrics is ready', 30_000, async () => {
      if (!(await fetch(`${url}/health`)).ok) throw new Error('not yet');
    });
    for (let vm = 0; vm < vms; vm++) await fetch(`${url}/api/v1/import`, { method: 'POST', body: linesOf(vm) });
    await fetch(`${url}/internal/force_flush`);
    const taken: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const query = encodeURIComponent(`{vm_id="${vmIdOf(round % vms)}"}`);
      const began = performance.now();
      const answer = await fetch(
        `${url}/api/v1/query_range?query=${query}&start=${end / 1_000 - 86_400}&end=${end / 1_000 - 15}&step=60`,
      );
      const { data } = (await answer.json()) as {
        readonly data: { readonly result: readonly { readonly values: readonly unknown[] }[] };
      };
      taken.push(performance.now() - began);
      if (data.result.length !== series.length || data.result.some(({ values }) => values.length < 1_440)) {
        throw new Error(`VictoriaMetrics has ${data.result.length} series of ${data.result[0]?.values.length} values`);
      }
    }
    return taken;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** The same samples in its import format, one line per series. */
function linesOf(vm: number): string {
  const ticks = Array.from({ length: (hours * hourMs) / tickMs }, (_, tick) => tick);
  const timestamps = ticks.map((tick) => start + tick * tickMs);
  return series
    .map((name, at) =>
      JSON.stringify({
        metric: { __name__: name, vm_id: vmIdOf(vm) },
        values: ticks.map((tick) => valueAt(vm, at, tick)),
        timestamps,
      }),
    )
    .join('\n');
}

/** One VM's last day per minute: from the embedded store, and from VictoriaMetrics over HTTP. */
export async function bench(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-bench-'));
  try {
    const ours = await measureOurs(folder);
    const theirs = await measureVictoriaMetrics(folder);
    const what = `24 h of one VM, ${series.length} series, one value a minute`;
    const peer = 'VictoriaMetrics by HTTP';
    return [
      {
        what: `${what}: median`,
        ours: ms(median(ours)),
        peer,
        peers: ms(median(theirs)),
        ratio: times(median(theirs), median(ours)),
        target: '≥ 0.5×',
      },
      {
        what: `${what}: 95 % of reads`,
        ours: ms(p95(ours)),
        peer,
        peers: ms(p95(theirs)),
        ratio: times(p95(theirs), p95(ours)),
        target: '≤ 50 ms',
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
