import { expect, test } from 'vitest';
import { z } from 'zod';
import { answerWrite } from './answer-write.ts';

const headers = { 'content-type': 'application/json', 'x-hvitals-request': '1' };

async function send(body: unknown): Promise<Response> {
  const request = new Request('http://127.0.0.1/', { method: 'POST', headers, body: JSON.stringify(body) });
  const schema = z.strictObject({ by: z.string() });
  return await answerWrite(request, { schema, permission: 'silence' }, async () => ({ body: {} }));
}

test('a body of thousands of unknown fields is not answered by many times as much', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`k${index}`, 1]));
  const answer = await send({ by: 'ann', ...unknown });
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text.length).toBeLessThan(10_000);
  expect(JSON.parse(text).errors).toHaveLength(20);
});
