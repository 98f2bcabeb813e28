import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { answerResource } from './json-response.ts';

const ask = (body: object & { revision: number }, accepts?: string) =>
  answerResource(
    new Request('http://127.0.0.1/x', accepts === undefined ? {} : { headers: { 'accept-encoding': accepts } }),
    async () => body,
  );
const long = { revision: 1, text: 'x'.repeat(50_000) };

test('a long answer is gzipped for those who take it', async () => {
  const answer = await ask(long, 'br, gzip;q=0.9');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBeLessThan(1_000);
  expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(long);
});

test('nobody else gets it gzipped, nor a short one', async () => {
  for (const answer of [await ask(long), await ask(long, 'br'), await ask({ revision: 1 }, 'gzip')]) {
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toMatchObject({ revision: 1 });
  }
});
