import { expect, test } from 'vitest';
import { apiProblem } from '#lib/model/api/problem.ts';
import { apiUsers } from '#lib/model/api/users.ts';
import { type Answer, accessRig, goodPassword, now } from './testdata/access-rig.ts';

/** Users, over HTTP and on a real store. */

const { addUser, logIn, ask, send, audit, openUp, store } = accessRig();
const refusal = ({ status, body }: Answer) => [status, apiProblem.parse(body).code];

test('a user is added, changed, disabled and removed, each is noted once, and no answer tells the password', async () => {
  const ann = await logIn(await addUser('ann', 'admin'));
  const added = await send(ann, 'POST', '/users', { name: 'Bob', role: 'viewer', password: goodPassword });
  expect([added.status, added.headers.get('cache-control')]).toEqual([201, 'no-store']);
  const { users } = apiUsers.parse((await ask(ann, '/users')).body);
  const bob = users.find(({ name }) => name === 'Bob');
  expect(bob).toEqual({
    ...{ id: expect.any(String), name: 'Bob', role: 'viewer', disabled: false, issuer: null },
    ...{ createdAt: now, loggedInAt: null, sessions: 0 },
  });
  const path = `/users/${bob?.id}`;
  expect((await send(ann, 'PUT', path, { role: 'operator' })).body).toMatchObject({ user: { role: 'operator' } });
  // The same once more is no change.
  expect((await send(ann, 'PUT', path, { role: 'operator' })).status).toBe(200);
  expect((await send(ann, 'PUT', path, { disabled: true })).body).toMatchObject({ user: { disabled: true } });
  expect((await send(ann, 'PUT', path, { disabled: false })).status).toBe(200);
  expect((await send(ann, 'PUT', `${path}/password`, { password: 'another long sentence' })).status).toBe(200);
  expect((await send(ann, 'DELETE', path)).body).toEqual({ id: bob?.id });
  expect(refusal(await send(ann, 'DELETE', path))).toEqual([404, 'not-found']);
  expect((await audit()).toReversed().slice(2)).toEqual([
    'ann user.add Bob done',
    'ann user.role Bob done',
    'ann user.disable Bob done',
    'ann user.enable Bob done',
    'ann user.password Bob done',
    'ann user.remove Bob done',
    `ann user.remove ${bob?.id} refused not-found`,
  ]);
  const everything = JSON.stringify([added.body, users, await (await store()).listAudit({ limit: 100 })]);
  expect(everything).not.toMatch(/scrypt|four unrelated|another long/);
});

test('the last admin stays, and two users have not one name', async () => {
  const user = await addUser('ann', 'admin');
  const ann = await logIn(user);
  expect(refusal(await send(ann, 'PUT', `/users/${user.id}`, { role: 'viewer' }))).toEqual([409, 'last-admin']);
  expect(refusal(await send(ann, 'PUT', `/users/${user.id}`, { disabled: true }))).toEqual([409, 'last-admin']);
  expect(refusal(await send(ann, 'DELETE', `/users/${user.id}`))).toEqual([409, 'last-admin']);
  const twice = await send(ann, 'POST', '/users', { name: 'ANN', role: 'viewer', password: goodPassword });
  expect([...refusal(twice), apiProblem.parse(twice.body).errors[0]?.path]).toEqual([409, 'name-taken', 'name']);
  expect((await audit()).filter((line) => line.includes('last-admin'))).toHaveLength(3);
  expect(await audit()).toContain('ann user.add ANN refused name-taken');
});

test.each([
  [{ name: 'Bob', role: 'viewer', password: 'short' }, 'password', 'too-short'],
  [{ name: 'Bob', role: 'viewer', password: 'bobbobbobbob' }, 'password', 'too-simple'],
  [{ name: 'Bob', role: 'viewer' }, 'password', 'missing'],
  [{ name: 'Bob', role: 'viewer', password: 7_731_234 }, 'password', 'not-valid'],
  [{ name: 'B b', role: 'viewer', password: goodPassword }, 'name', 'bad-name'],
  [{ name: 'Bob', role: 'owner', password: goodPassword }, 'role', 'not-valid'],
  [{ name: 'Bob', role: 'viewer', password: goodPassword, isAdmin: true }, 'isAdmin', 'unknown-key'],
])('%o is refused by its field', async (body, path, code) => {
  const answer = await send(await logIn(await addUser('ann', 'admin')), 'POST', '/users', body);
  expect(answer.status).toBe(422);
  expect(apiProblem.parse(answer.body).errors).toMatchObject([{ path, code }]);
  expect(JSON.stringify(answer.body)).not.toMatch(/7731234|bobbobbob/);
});

test('one change at a time', async () => {
  const user = await addUser('ann', 'admin');
  const ann = await logIn(user);
  expect((await send(ann, 'PUT', `/users/${user.id}`, {})).status).toBe(422);
  expect((await send(ann, 'PUT', `/users/${user.id}`, { role: 'admin', disabled: true })).status).toBe(422);
});

test('a role holds from the next request on, and sessions end with a password, by an admin, and with being disabled', async () => {
  const ann = await logIn(await addUser('ann', 'admin'));
  const user = await addUser('bob', 'admin');
  const bob = await logIn(user);
  expect((await ask(bob, '/users')).status).toBe(200);
  await send(ann, 'PUT', `/users/${user.id}`, { role: 'operator' });
  expect(refusal(await ask(bob, '/users'))).toEqual([403, 'role-too-low']);
  expect((await send(ann, 'DELETE', `/users/${user.id}/sessions`)).body).toEqual({ ended: 1 });
  expect((await ask(bob, '/account')).status).toBe(401);
  const again = await logIn(user);
  await send(ann, 'PUT', `/users/${user.id}/password`, { password: 'another long sentence' });
  expect((await ask(again, '/account')).status).toBe(401);
});

test('an admin cannot set the own password without the old one, nor one of who logs in elsewhere', async () => {
  const user = await addUser('ann', 'admin');
  const ann = await logIn(user);
  const password = 'another long sentence';
  expect(refusal(await send(ann, 'PUT', `/users/${user.id}/password`, { password }))).toEqual([409, 'own-password']);
  const identity = { issuer: 'https://id.example', subject: '1' };
  const other = await addUser('eve', 'viewer', { identity, passwordHash: undefined });
  expect(refusal(await send(ann, 'PUT', `/users/${other.id}/password`, { password }))).toEqual([409, 'at-provider']);
  expect((await ask(ann, '/users')).body).toMatchObject({ users: [{}, { name: 'eve', issuer: 'https://id.example' }] });
});

test.each(['viewer', 'operator'] as const)('a %s manages nothing', async (role) => {
  const user = await addUser('bob', role);
  await addUser('ann', 'admin');
  const bob = await logIn(user);
  for (const path of ['/users', '/tokens', '/wall-links', '/audit']) {
    expect([path, ...refusal(await ask(bob, path))]).toEqual([path, 403, 'role-too-low']);
  }
  const writes = [
    ['POST', '/users'],
    ['PUT', `/users/${user.id}`],
    ['DELETE', `/users/${user.id}`],
    ['PUT', `/users/${user.id}/password`],
    ['DELETE', `/users/${user.id}/sessions`],
    ['POST', '/tokens'],
    ['DELETE', '/tokens/x'],
    ['POST', '/wall-links'],
    ['DELETE', '/wall-links/x'],
  ] as const;
  for (const [method, path] of writes) {
    expect([method, path, ...refusal(await send(bob, method, path))]).toEqual([method, path, 403, 'role-too-low']);
  }
});

test('a write of a session without its token is refused', async () => {
  const user = await addUser('ann', 'admin');
  const { 'x-hvitals-csrf': _, ...bare } = await logIn(user);
  expect(refusal(await send(bare, 'DELETE', `/users/${user.id}`))).toEqual([403, 'csrf']);
});

test('where nobody is asked who they are, whoever sits at the machine adds the first user', async () => {
  await openUp();
  expect((await send({}, 'POST', '/users', { name: 'ann', role: 'admin', password: goodPassword })).status).toBe(201);
  expect((await ask({}, '/users')).body).toMatchObject({ users: [{ name: 'ann' }] });
  expect(await audit()).toEqual(['user.add ann done']);
});
