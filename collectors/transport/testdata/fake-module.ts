import { readFileSync } from 'node:fs';
import type { Json } from '#lib/model/json.ts';
import { type Frame, type ScrapeRequest, type Transport, TransportError, type TransportTarget } from '../transport.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

/** A host module whose "collectors" are things that can go right or wrong; see fake-module.ps1. */
export const fakeModule = {
  hash: 'fake',
  text: `${read('../../host-module/json.ps1')}\n${read('./fake-module.ps1')}`,
};

export function ask(...collectors: readonly (string | readonly [string, Json])[]): ScrapeRequest {
  return {
    deadlineSeconds: 10,
    collectors: collectors.map((entry) => {
      const [name, args] = typeof entry === 'string' ? [entry, {}] : entry;
      return { name, timeoutSeconds: 5, args };
    }),
  };
}

export interface Answer {
  readonly frames: readonly Frame[];
  readonly error: TransportError | undefined;
  readonly tookMs: number;
}

/** Runs a scrape to its end. Errors that are no TransportError fail the test. */
export async function collect(
  transport: Transport,
  target: TransportTarget,
  request: ScrapeRequest,
  signal: AbortSignal = AbortSignal.timeout(15_000),
): Promise<Answer> {
  const startedAt = performance.now();
  const frames: Frame[] = [];
  let failure: TransportError | undefined;
  try {
    for await (const frame of transport.scrape(target, request, signal)) frames.push(frame);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    failure = error;
  }
  return { frames, error: failure, tookMs: performance.now() - startedAt };
}

/** Names of the collectors whose records came, in order. */
export function namesOf(answer: Answer): readonly string[] {
  return answer.frames.map((frame) => (frame.kind === 'record' ? frame.record.collector : `bad:${frame.outcome}`));
}

/** Data of a collector's record; undefined where none came. */
export function dataOf(answer: Answer, collector: string): unknown {
  for (const frame of answer.frames) if (frame.kind === 'record' && frame.record.collector === collector) return frame.record.data;
  return undefined;
}
