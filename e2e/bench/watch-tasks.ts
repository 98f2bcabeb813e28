import { type Browser, chromium, type Page } from '@playwright/test';
import { ensurePeer } from '../peers/ensure-peer.ts';

/** What the page's main thread did during one action. */
export interface Tasks {
  /** Processor time of the longest task in milliseconds: other programs on the machine do not count. */
  readonly longestMs: number;
  /** The longest task by the clock on the wall. */
  readonly longestWallMs: number;
  readonly over50: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

const longMs = 50;

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensurePeer('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
}

/** Does something on a page and reads every task of its main thread from Chromium's trace. */
export async function watchTasks(page: Page, act: () => Promise<void>): Promise<Tasks> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser of its own');
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const mains = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) => event.ph === 'X' && event.name.endsWith('RunTask') && mains.has(threadOf(event)) && event.dur !== undefined,
  );
  if (tasks.length === 0) throw new Error('the trace holds no task of the main thread');
  const longest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value / 1_000), 0);
  return {
    longestMs: longest(tasks.map(({ dur, tdur }) => tdur ?? dur ?? 0)),
    longestWallMs: longest(tasks.map(({ dur }) => dur ?? 0)),
    over50: tasks.filter(({ dur, tdur }) => (tdur ?? dur ?? 0) > longMs * 1_000).length,
  };
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}/${tid}`;
}
