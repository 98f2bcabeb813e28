import { describe, expect, test, vi } from 'vitest';
import type { ApiAlertEvents } from '#lib/model/api/alert-events.ts';
import { apiAlerts } from '#lib/model/api/alerts.ts';
import { apiProblem } from '#lib/model/api/problem.ts';
import { apiHits, apiSilences } from '#lib/model/api/silences.ts';
import { actsRig, hour, idIn, now } from './testdata/acts-rig.ts';

/** Acknowledgements and silences, over HTTP and on a real store. */

const { send, get, read, standingOf, events, removeStore } = actsRig();
const matchers = [{ name: 'vm', op: '=', value: 'web-1' }];
const silence = { matchers, endsAt: now + hour, createdBy: 'Ann', comment: 'patch night' };

describe('acknowledging', () => {
  test('an alert shows who and why, can be undone, and is history then', async () => {
    expect((await send('POST', '/alerts/web-1/ack', { by: ' Ann ', note: 'on it' })).status).toBe(200);
    expect((await standingOf('web-1'))?.ack).toEqual({ by: 'Ann', note: 'on it', at: now });
    expect((await send('DELETE', '/alerts/web-1/ack', { by: 'Bob' })).status).toBe(200);
    expect((await standingOf('web-1'))?.ack).toBeNull();
    expect((await send('DELETE', '/alerts/web-1/ack', { by: 'Bob' })).body).toMatchObject({ code: 'not-acknowledged' });
    expect((await send('POST', '/alerts/gone/ack', { by: 'Ann' })).body).toMatchObject({ status: 404, code: 'not-active' });
    expect((await events('fingerprint=web-1')).events.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['unacknowledged', { by: 'Bob' }],
      ['acknowledged', { by: 'Ann', note: 'on it' }],
    ]);
  });

  test('several at once says which were not there', async () => {
    const { status, body } = await send('POST', '/alerts/ack', { fingerprints: ['web-1', 'gone', 'web-2', 'web-1'], by: 'Ann' });
    expect([status, body]).toEqual([200, { acknowledged: ['web-1', 'web-2'], notActive: ['gone'] }]);
    expect((await events()).events).toHaveLength(2);
    const { groups } = apiAlerts.parse(await get('/alerts'));
    expect(groups.map(({ rule, acknowledged }) => [rule, acknowledged])).toEqual([
      ['HeartbeatLost', 2],
      ['Other', 0],
    ]);
  });
});

describe('a silence', () => {
  test('is made, hits at once, is changed and ended, and each is told', async () => {
    const made = await send('POST', '/silences', silence);
    expect([made.status, made.body]).toMatchObject([201, { silence: { ...silence, startsAt: now, createdAt: now, hits: 1 } }]);
    const id = idIn(made.body);
    expect((await standingOf('web-1'))?.silence).toMatchObject({ id, endsAt: now + hour, createdBy: 'Ann' });
    expect((await standingOf('web-2'))?.silence).toBeNull();
    const changed = await send('PUT', `/silences/${id}`, { endsAt: '2026-11-23T12:00:00+02:00', comment: 'longer', by: 'Bob' });
    expect(changed.body).toMatchObject({ silence: { id, endsAt: now + 2 * hour, comment: 'longer', createdBy: 'Ann' } });
    vi.setSystemTime(now + 60_000);
    expect((await send('DELETE', `/silences/${id}`, { by: 'Bob' })).body).toMatchObject({ silence: { endsAt: now + 60_000 } });
    expect((await standingOf('web-1'))?.silence).toBeNull();
    expect(apiSilences.parse(await get('/silences')).silences).toMatchObject([{ id, endsAt: now + 60_000, hits: 0 }]);
    // Over already: nothing happens, and nothing is told.
    expect((await send('DELETE', `/silences/${id}`, { by: 'Bob' })).status).toBe(200);
    expect((await send('PUT', `/silences/${id}`, { endsAt: now + hour, comment: 'x', by: 'Bob' })).body).toMatchObject({
      status: 409,
      code: 'expired',
    });
    const told = ['silence-ended', 'silence-changed', 'silenced'];
    expect((await events()).events.map(({ kind }) => kind)).toEqual(told);
    expect((await events('fingerprint=web-1')).events.map(({ kind }) => kind)).toEqual(told);
    expect((await events('fingerprint=web-2')).events).toEqual([]);
  });

  test('that ends by itself is over without another word of the store', async () => {
    await send('POST', '/silences', silence);
    const first = await read('/alerts');
    vi.setSystemTime(now + hour);
    const second = await read('/alerts', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect([second.status, (await standingOf('web-1'))?.silence]).toEqual([200, null]);
  });

  test('hits by the labels of the place too, and by text of matchers', async () => {
    const preview = await send('POST', '/silences/preview', { matchers: ['site="north"', 'host=~"hv0[1-4]"'] });
    expect(apiHits.parse(preview.body)).toMatchObject({ count: 1, matchesEverything: false, alerts: [{ fingerprint: 'web-1' }] });
    const all = await send('POST', '/silences/preview', { matchers: ['alertname=~".+"'] });
    expect(apiHits.parse(all.body)).toMatchObject({ count: 3, matchesEverything: true });
    expect((await events()).events).toEqual([]);
  });

  test('that leaves next to nothing out is asked for twice', async () => {
    const broad = { ...silence, matchers: ['vm!="x"'] };
    expect((await send('POST', '/silences', broad)).body).toMatchObject({ status: 409, code: 'matches-everything' });
    expect(apiSilences.parse(await get('/silences')).silences).toEqual([]);
    expect((await send('POST', '/silences', { ...broad, confirmed: true })).status).toBe(201);
    expect((await standingOf('db-1'))?.silence).not.toBeNull();
  });

  test.each([
    ['no matcher', { ...silence, matchers: [] }, 'matchers', 'no-matcher'],
    ['a matcher that is none', { ...silence, matchers: [...matchers, 'host=hv01'] }, 'matchers.1', 'bad-matcher'],
    ['a pattern that is none', { ...silence, matchers: [{ name: 'vm', op: '=~', value: '(' }] }, 'matchers.0', 'bad-matcher'],
    ['a name that is no label', { ...silence, matchers: [{ name: 'a b', op: '=', value: '' }] }, 'matchers.0', 'bad-matcher'],
    ['an end before its start', { ...silence, startsAt: now + 2 * hour }, 'endsAt', 'ends-before-start'],
    ['an end in the past', { ...silence, startsAt: now - 2 * hour, endsAt: now }, 'endsAt', 'ends-in-past'],
    ['an end that is no time', { ...silence, endsAt: 'tomorrow' }, 'endsAt', 'bad-time'],
    ['an end without a zone', { ...silence, endsAt: '2026-11-24T08:00:00' }, 'endsAt', 'bad-time'],
    ['no end', { ...silence, endsAt: undefined }, 'endsAt', 'missing'],
    ['an empty author', { ...silence, createdBy: '  ' }, 'createdBy', 'no-author'],
    ['an empty comment', { ...silence, comment: '' }, 'comment', 'no-comment'],
    ['a comment that is a book', { ...silence, comment: 'x'.repeat(1_001) }, 'comment', 'too-long'],
    ['a field that is unknown', { ...silence, duration: '2h' }, 'duration', 'unknown-key'],
  ])('with %s is refused by field and word, and nothing is stored', async (_name, body, path, code) => {
    const answer = await send('POST', '/silences', body);
    const problem = apiProblem.parse(answer.body);
    expect([answer.status, problem.code, problem.errors.map((one) => [one.path, one.code])]).toEqual([
      422,
      'not-valid',
      [[path, code]],
    ]);
    expect(problem.errors[0]?.detail).not.toBe('');
    expect(apiSilences.parse(await get('/silences')).silences).toEqual([]);
  });

  test('cannot be given other matchers, and one that is not there cannot be changed', async () => {
    const id = idIn((await send('POST', '/silences', silence)).body);
    const change = { endsAt: now + hour, comment: 'x', by: 'Bob' };
    const answer = await send('PUT', `/silences/${id}`, { ...change, matchers });
    expect(apiProblem.parse(answer.body).errors).toMatchObject([{ path: 'matchers', code: 'unknown-key' }]);
    expect((await send('PUT', '/silences/none', change)).status).toBe(404);
    expect((await send('DELETE', '/silences/none', { by: 'Bob' })).status).toBe(404);
    const late = await send('PUT', `/silences/${id}`, { ...change, endsAt: now });
    expect(apiProblem.parse(late.body).errors).toMatchObject([{ path: 'endsAt', code: 'ends-before-start' }]);
  });
});

test('what happened comes page by page, each once', async () => {
  for (let n = 0; n < 5; n += 1) {
    vi.setSystemTime(now + n * 1_000);
    await send('POST', '/alerts/web-1/ack', { by: `p${n}` });
  }
  await send('POST', '/silences', { ...silence, endsAt: now + hour });
  const seen: string[] = [];
  for (let before: string | null = ''; before !== null; ) {
    const page: ApiAlertEvents = await events(`fingerprint=web-1&limit=2&cursor=${before}`);
    seen.push(...page.events.map(({ kind, detail }) => `${kind} ${(detail as { by: string }).by}`));
    before = page.next;
  }
  expect(seen).toEqual(['silenced Ann', ...[4, 3, 2, 1, 0].map((n) => `acknowledged p${n}`)]);
  expect((await events(`from=${now + 4_000}`)).events).toHaveLength(2);
});

test('a store that refuses a write is said as a problem, and nothing is pretended', async () => {
  removeStore();
  const answer = await send('POST', '/alerts/web-1/ack', { by: 'Ann' });
  expect([answer.status, apiProblem.parse(answer.body).code]).toEqual([503, 'store-missing']);
});
