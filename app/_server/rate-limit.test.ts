import { expect, test } from 'vitest';
import { createFakeClock } from '#lib/fake-clock.ts';
import { answerApi } from './answer-api.ts';
import { limitRate, RateLimiter, senderOf } from './rate-limit.ts';
import { bindContext, type RequestContext } from './request-context.ts';

const token: RequestContext = {
  principal: { kind: 'token', tokenId: 't1', name: 'ci', role: 'viewer' },
  address: '',
  secure: true,
};
const open = (address: string): RequestContext => ({ principal: { kind: 'open' }, address, secure: false });

test('as many as allowed at once pass, then one for each moment that it takes, and it is said when', async () => {
  const clock = createFakeClock(0);
  const limiter = new RateLimiter(clock);
  const ask = () => limitRate({ method: 'GET', cost: 'high' }, token, limiter);
  for (let n = 0; n < 300; n += 1) expect(ask().problem).toBeUndefined();
  const refused = ask();
  expect(refused.problem).toMatchObject({ status: 429, code: 'too-many-requests' });
  expect(refused.headers).toMatchObject({ 'retry-after': '1', 'ratelimit-limit': '300', 'ratelimit-remaining': '0' });
  await clock.advance(100);
  expect([ask().problem, ask().problem?.status]).toEqual([undefined, 429]);
  await clock.advance(3_600_000);
  expect(ask().headers['ratelimit-remaining']).toBe('299');
});

test('one sender does not use up what another may, nor reads what writes may', () => {
  const limiter = new RateLimiter(createFakeClock(0));
  for (let n = 0; n < 121; n += 1) limiter.take('user a', 'write');
  expect(limiter.take('user a', 'write').allowed).toBe(false);
  expect(limiter.take('user b', 'write').allowed).toBe(true);
  expect(limiter.take('user a', 'read').allowed).toBe(true);
});

test('thirty tabs that each read five things a second for an hour are never held up', async () => {
  const clock = createFakeClock(0);
  const limiter = new RateLimiter(clock);
  for (let second = 0; second < 3_600; second += 1) {
    for (let n = 0; n < 150; n += 1) if (!limiter.take('user a', 'read').allowed) throw new Error(`held up at ${second}`);
    await clock.advance(1_000);
  }
});

test('a hundred thousand senders take the memory of ten thousand, and who asks all the time is not forgotten', () => {
  const limiter = new RateLimiter(createFakeClock(0));
  for (let n = 0; n < 100_000; n += 1) {
    limiter.take(`address 2001:db8:${n}::/64`, 'write');
    if (n % 1_000 === 0) limiter.take('user a', 'write');
  }
  expect(limiter.size).toBe(10_000);
  expect(limiter.take('user a', 'write').remaining).toBeLessThan(25);
});

test('who is known counts as such, strangers by their network, and the machine of an hvitals without log-in not at all', () => {
  expect(senderOf(token)).toBe('token t1');
  expect(['', '127.0.0.1', '::1'].map((address) => senderOf(open(address)))).toEqual([undefined, undefined, undefined]);
  expect(senderOf(open('2001:db8:1:2:3::4'))).toBe(senderOf(open('2001:db8:1:2::9')));
  expect(limitRate({ method: 'GET' }, open('127.0.0.1'), new RateLimiter(createFakeClock(0)))).toEqual({ headers: {} });
});

test('over the limit a route is not asked at all, and the answer is a problem that says when to come again', async () => {
  let asked = 0;
  const route = async () => {
    asked += 1;
    return Response.json({});
  };
  const ask = async () => {
    const request = new Request('http://localhost/api/v1/history?subject=host:a&series=x&from=1');
    bindContext(request, { ...token, principal: { kind: 'token', tokenId: 'busy', name: '', role: 'viewer' } });
    return answerApi(request, route);
  };
  const answers = [];
  for (let n = 0; n < 400; n += 1) answers.push(await ask());
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(50);
  expect(asked).toBe(400 - refused.length);
  const [first] = refused;
  expect(first?.headers.get('retry-after')).toBe('1');
  expect(await first?.json()).toMatchObject({ status: 429, code: 'too-many-requests' });
  expect(answers[0]?.headers.get('ratelimit-remaining')).toBe('299');
});
