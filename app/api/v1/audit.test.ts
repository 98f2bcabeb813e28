import { expect, test, vi } from 'vitest';
import { apiAudit } from '#lib/model/api/audit.ts';
import { accessRig, now } from './testdata/access-rig.ts';

/** The audit, over HTTP and on a real store. */

const { addUser, logIn, ask, send } = accessRig();

async function rigged() {
  const ann = await logIn(await addUser('ann', 'admin'));
  for (const [index, name] of ['one', 'two', '=2+5'].entries()) {
    vi.setSystemTime(now + (index + 1) * 60_000);
    await send(ann, 'POST', '/tokens', { name, role: 'viewer' });
  }
  await send(ann, 'DELETE', '/tokens/none');
  const list = async (query: string) => apiAudit.parse((await ask(ann, `/audit?${query}`)).body);
  const targets = async (query: string) => (await list(query)).entries.map(({ target }) => target);
  return { ann, list, targets };
}

test('lists by who, what, outcome and time, newest first', async () => {
  const { list, targets } = await rigged();
  expect((await list('')).entries).toHaveLength(6);
  expect(await targets('action=token.add')).toEqual(['=2+5', 'two', 'one']);
  expect(await targets('action=token&outcome=refused')).toEqual(['none']);
  expect(await targets('actor=root')).toEqual(['ann']);
  expect(await targets('target=two')).toEqual(['two']);
  expect(await targets(`action=token.add&from=${now + 60_000}&to=${now + 120_000}`)).toEqual(['one']);
  expect(await targets(`action=token.add&to=${new Date(now + 180_000).toISOString()}`)).toEqual(['two', 'one']);
});

test('leads by its cursor to every entry, each once', async () => {
  const { list } = await rigged();
  const ids: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await list(`limit=2&cursor=${cursor}`);
    ids.push(...page.entries.map(({ id }) => id));
    cursor = page.next;
  }
  expect(ids).toEqual((await list('')).entries.map(({ id }) => id));
});

test('is a table too, in which nothing is a formula', async () => {
  const { ann } = await rigged();
  const csv = await ask(ann, '/audit?action=token.add&format=csv');
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="hvitals-audit_2026-11-23T080300Z.csv"');
  expect(String(csv.body).split('\r\n')[1]).toMatch(/^2026-11-23T08:03:00.000Z,user,ann,127.0.0.1,token.add,'=2\+5,done,,/);
  expect((await ask(ann, '/audit', { accept: 'text/csv' })).headers.get('content-type')).toContain('text/csv');
});
