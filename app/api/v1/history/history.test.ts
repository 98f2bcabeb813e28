import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeStore } from '#app/_server/store-access.ts';
import { MinuteBuffer } from '#lib/history/minute-buffer.ts';
import { apiHistory } from '#lib/model/api/history.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { type OpenChunkStore, openChunkStore } from '#lib/store/sqlite-chunks.ts';
import { GET } from './route.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvitals-history-api-'));
const file = join(folder, 'data', 'hvitals.db');
const minute = 60_000;
const start = Math.floor(Date.now() / minute) * minute - 10 * minute;
const subject = 'vm:2a34b1c2-fd73-4043-8a5b-dd2159bc743f';
const status = 'hvitals_vm_heartbeat_status';
const service = 'hvitals_vm_integration_services_status{service="kvp"}';

const ask = (params: readonly (readonly [string, string])[], headers: Record<string, string> = {}) =>
  GET(
    new Request(`http://127.0.0.1/api/v1/history?${new URLSearchParams(params.map(([name, value]) => [name, value]))}`, {
      headers,
    }),
  );
const question = [
  ['subject', subject],
  ['series', status],
  ['series', service],
  ['from', String(start)],
  ['to', String(start + 2 * minute)],
  ['step', '30s'],
] as const;

let store: OpenStore | undefined;
let chunks: OpenChunkStore | undefined;

beforeAll(() => {
  const config = join(folder, 'hvitals.yaml');
  writeFileSync(config, `data: { directory: ${join(folder, 'data')} }\n`);
  process.env.HVITALS_CONFIG = config;
});

afterAll(async () => {
  await closeStore();
  chunks?.close();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a wrong question gets a problem document that names what is wrong', async () => {
  const answer = await ask([['subject', 'x']]);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(await answer.json()).toMatchObject({
    status: 400,
    code: 'bad-parameter',
    errors: [{ path: 'subject' }, { path: 'series' }, { path: 'from', detail: 'missing' }],
  });
});

test('before the collectors have made a store, the answer says so and what to do', async () => {
  const answer = await ask(question);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'store-missing', detail: 'Start the collectors: they create the file.' });
});

describe('with history', () => {
  beforeAll(async () => {
    store = await openStore({ file, mode: 'collectors' });
    chunks = await openChunkStore({ file, mode: 'collectors' });
    const buffer = new MinuteBuffer(chunks);
    const statuses = [2, 2, 12, 2];
    for (const [index, value] of statuses.entries())
      buffer.append(subject as never, start + index * 15_000, { series: [status], values: [value] });
    await buffer.flush(Number.POSITIVE_INFINITY);
  });

  test('each series has one value per step, with the extremes in between, and gaps where nothing was read', async () => {
    const answer = await ask(question);
    expect(answer.status).toBe(200);
    expect(apiHistory.parse(await answer.json())).toEqual({
      subject,
      from: start,
      to: start + 2 * minute,
      stepMs: 30_000,
      series: [
        {
          series: status,
          last: [2, 12, 2, null, null],
          min: [2, 2, 2, null, null],
          max: [2, 12, 2, null, null],
        },
        { series: service, last: Array(5).fill(null) },
      ],
    });
  });

  test('CSV comes by header or parameter, as a file', async () => {
    const byHeader = await ask(question, { accept: 'text/csv' });
    const byParameter = await ask([...question, ['format', 'csv']], { accept: 'text/html,*/*' });
    const text = await byHeader.text();
    expect(text).toBe(await byParameter.text());
    expect(byHeader.headers.get('content-disposition')).toMatch(/^attachment; filename="hvitals-vm-2a34b1c2[\w.-]+\.csv"$/);
    const [header, first, second] = text.split('\r\n');
    expect(header).toContain('"hvitals_vm_integration_services_status{service=""kvp""}"');
    expect(first).toBe(`${new Date(start).toISOString()},2,2,2,,,`);
    expect(second).toBe(`${new Date(start + 30_000).toISOString()},12,2,12,,,`);
  });

  test('a VM that nobody knows has no history, which is no error', async () => {
    const answer = await ask([['subject', 'vm:00000000-0000-4000-8000-000000000000'], ...question.slice(1)]);
    expect(apiHistory.parse(await answer.json()).series[0]?.last).toEqual(Array(5).fill(null));
  });
});
