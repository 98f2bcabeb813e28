import { describe, expect, test, vi } from 'vitest';
import { apiMaintenance, apiMaintenancePreview } from '#lib/model/api/maintenance.ts';
import { apiProblem } from '#lib/model/api/problem.ts';
import { actsRig, hour, idIn, now } from './testdata/acts-rig.ts';

const { send, get, standingOf, events } = actsRig();
const matchers = [{ name: 'vm', op: '=', value: 'web-1' }];
const weekly = { kind: 'weekly', weekdays: [2], start: '02:30', durationMinutes: 90, zone: 'Europe/Oslo' };
const window = { name: 'Patch night', matchers, schedule: weekly, by: 'Ann' };

describe('a maintenance window', () => {
  test('is made, shown with its next opening, changed and deleted, and each is told', async () => {
    const made = await send('POST', '/maintenance', window);
    const id = idIn(made.body);
    // Tuesday 02:30 in Oslo, which is an hour ahead of UTC in winter.
    const next = { startsAt: Date.UTC(2026, 10, 24, 1, 30), endsAt: Date.UTC(2026, 10, 24, 3) };
    expect([made.status, made.body]).toMatchObject([201, { window: { name: 'Patch night', open: null, next, hits: 1 } }]);
    vi.setSystemTime(next.startsAt);
    expect(apiMaintenance.parse(await get('/maintenance')).windows).toMatchObject([{ id, open: next }]);
    expect((await standingOf('web-1'))?.window).toEqual({ id, name: 'Patch night', endsAt: next.endsAt });
    const changed = await send('PUT', `/maintenance/${id}`, { ...window, name: 'Other night', by: 'Bob' });
    expect(changed.body).toMatchObject({ window: { id, name: 'Other night', createdBy: 'Ann', createdAt: now } });
    expect((await send('DELETE', `/maintenance/${id}`, { by: 'Bob' })).status).toBe(200);
    expect((await send('DELETE', `/maintenance/${id}`, { by: 'Bob' })).status).toBe(404);
    expect((await send('PUT', `/maintenance/${id}`, window)).status).toBe(404);
    expect((await events()).events.map(({ kind }) => kind)).toEqual([
      'maintenance-deleted',
      'maintenance-changed',
      'maintenance-made',
    ]);
  });

  test('has a preview of what it hits and when it is open', async () => {
    const { body } = await send('POST', '/maintenance/preview', { matchers, schedule: { ...weekly, weekdays: [1, 2] } });
    expect(apiMaintenancePreview.parse(body)).toMatchObject({
      count: 1,
      openings: [{ startsAt: Date.UTC(2026, 10, 24, 1, 30) }, { startsAt: Date.UTC(2026, 10, 30, 1, 30) }, {}],
    });
    const once = { kind: 'once', startsAt: now - hour, endsAt: now + hour };
    const open = await send('POST', '/maintenance/preview', { matchers, schedule: once });
    expect(apiMaintenancePreview.parse(open.body).openings).toEqual([{ startsAt: now - hour, endsAt: now + hour }]);
  });

  test.each([
    ['no name', { ...window, name: '' }, 'name', 'no-name'],
    ['no day', { ...window, schedule: { ...weekly, weekdays: [] } }, 'schedule.weekdays', 'not-valid'],
    ['a time that is none', { ...window, schedule: { ...weekly, start: '25:00' } }, 'schedule.start', 'not-valid'],
    ['a zone that is none', { ...window, schedule: { ...weekly, zone: 'Moon' } }, 'schedule.zone', 'not-valid'],
    [
      'an end before its start',
      { ...window, schedule: { kind: 'once', startsAt: now + hour, endsAt: now } },
      'schedule.endsAt',
      'not-valid',
    ],
    [
      'an end in the past',
      { ...window, schedule: { kind: 'once', startsAt: now - hour, endsAt: now } },
      'schedule.endsAt',
      'ends-in-past',
    ],
  ])('with %s is refused by field and word', async (_name, body, path, code) => {
    const answer = await send('POST', '/maintenance', body);
    expect([answer.status, apiProblem.parse(answer.body).errors.map((one) => [one.path, one.code])]).toEqual([
      422,
      [[path, code]],
    ]);
    expect(apiMaintenance.parse(await get('/maintenance')).windows).toEqual([]);
  });

  test('that leaves next to nothing out is asked for twice', async () => {
    const broad = { ...window, matchers: ['alertname=~".*"'] };
    expect((await send('POST', '/maintenance', broad)).body).toMatchObject({ status: 409, code: 'matches-everything' });
    expect((await send('POST', '/maintenance', { ...broad, confirmed: true })).status).toBe(201);
  });
});
