import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildHostModule } from '../../collectors/host-module/build-host-module.ts';
import { parseFrame } from '../../collectors/transport/parse-frame.ts';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { HostRecord } from '../../collectors/transport/transport.ts';
import { readSimulatedCalls, type SimulatedCall } from '../hyperv-sim/simulated-call.ts';
import { writeSimulatedState } from '../hyperv-sim/write-state.ts';
import { runScript, type ScriptResult } from './run-script.ts';

/** One collector as the request names it. */
export interface AskedCollector {
  readonly name: string;
  readonly timeoutMs?: number;
  readonly args?: unknown;
}

/** What one call of the host module gave. */
export interface Scrape {
  readonly records: Readonly<Record<string, HostRecord>>;
  /** Names in the order in which their records came. */
  readonly order: readonly string[];
  /** Milliseconds after the start of the engine when each record had come. */
  readonly arrivedMs: Readonly<Record<string, number>>;
  /** True where the closing frame came. */
  readonly ended: boolean;
  readonly lines: readonly string[];
  readonly calls: readonly SimulatedCall[];
  readonly result: ScriptResult;
}

export interface ScrapeOptions {
  readonly collectors: readonly (AskedCollector | string)[];
  /** Simulated moment, UTC milliseconds. */
  readonly now: number;
  readonly deadlineMs?: number;
  readonly watchdog?: boolean;
  /** PowerShell before and after the call, and a change of the module's text. */
  readonly before?: string;
  readonly after?: string;
  readonly editModule?: (text: string) => string;
  /** When the engine is killed from here. */
  readonly timeoutMs?: number;
}

/** The request of a call, as it goes to the host. */
export function toRequest(request: unknown): string {
  return Buffer.from(JSON.stringify(request)).toString('base64');
}

/** Runs the real module once on the real engine against a simulated host. */
export async function scrapeHost(host: SimulatedHost, options: ScrapeOptions): Promise<Scrape> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hvitals-scrape-'));
  try {
    const state = path.join(folder, 'state.json');
    const log = path.join(folder, 'calls.log');
    await writeSimulatedState(host, state, options.now);
    const module = buildHostModule();
    const request = toRequest({
      v: 1,
      nonce: 'test',
      deadlineMs: options.deadlineMs ?? 60_000,
      watchdog: options.watchdog ?? false,
      collectors: options.collectors.map((asked) => {
        const { name, timeoutMs = 30_000, args = {} } = typeof asked === 'string' ? { name: asked } : asked;
        return { name, timeoutMs, args };
      }),
    });
    const script = [
      options.editModule?.(module.text) ?? module.text,
      options.before ?? '',
      `Invoke-HvitalsScrape -Request '${request}' | ForEach-Object { [Console]::Out.WriteLine($_); [Console]::Out.Flush() }`,
      options.after ?? '',
    ].join('\n');
    const env = {
      HOME: folder,
      PSModulePath: path.join(import.meta.dirname, '../hyperv-sim/modules'),
      HVITALS_SIM_STATE: state,
      HVITALS_SIM_LOG: log,
    };
    const result = await runScript(script, { env, timeoutMs: options.timeoutMs ?? 60_000 });
    return toScrape(result, await readSimulatedCalls(log), module.hash);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toScrape(result: ScriptResult, calls: readonly SimulatedCall[], hash: string): Scrape {
  const records: Record<string, HostRecord> = {};
  const arrivedMs: Record<string, number> = {};
  let ended = false;
  for (const [index, line] of result.lines.entries()) {
    if (!line.startsWith('{')) continue;
    const frame = parseFrame(line, { module: hash, nonce: 'test' });
    if (frame.kind === 'bad') throw new Error(`${frame.outcome}: ${frame.reason}`);
    if (frame.kind === 'end') ended = true;
    else if (frame.kind === 'record') {
      records[frame.record.collector] = frame.record;
      arrivedMs[frame.record.collector] = result.arrivedMs[index] ?? Number.NaN;
    }
  }
  return { records, order: Object.keys(records), arrivedMs, ended, lines: result.lines, calls, result };
}
