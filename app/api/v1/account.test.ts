import { expect, test, vi } from 'vitest';
import { PasswordDesk } from '#lib/auth/password-desk.ts';
import { apiAccount } from '#lib/model/api/account.ts';
import { apiProblem } from '#lib/model/api/problem.ts';
import { type Answer, accessRig, goodPassword, now } from './testdata/access-rig.ts';

/** One's own account, over HTTP and on a real store. */

const { addUser, logIn, ask, send, audit, openUp, store } = accessRig();
const refusal = ({ status, body }: Answer) => [status, apiProblem.parse(body).code];
const password = 'another long sentence';

test('everybody sees the own sessions, and ends one or all others', async () => {
  const user = await addUser('bob', 'viewer');
  const bob = await logIn(user, 'Firefox');
  vi.setSystemTime(now + 60_000);
  const phone = await logIn(user, 'Phone');
  await logIn(user, 'Library');
  const account = apiAccount.parse((await ask(bob, '/account')).body);
  expect(account).toMatchObject({ name: 'bob', role: 'viewer', issuer: null, createdAt: now });
  expect(account.sessions.map(({ userAgent, isCurrent }) => [userAgent, isCurrent]).toSorted()).toEqual([
    ['Firefox', true],
    ['Library', false],
    ['Phone', false],
  ]);
  const id = account.sessions.find(({ userAgent }) => userAgent === 'Phone')?.id;
  expect((await send(bob, 'DELETE', `/account/sessions/${id}`)).body).toEqual({ id });
  expect((await ask(phone, '/account')).status).toBe(401);
  expect(refusal(await send(bob, 'DELETE', `/account/sessions/${id}`))).toEqual([404, 'not-found']);
  expect((await send(bob, 'DELETE', '/account/sessions')).body).toEqual({ ended: 1 });
  expect(apiAccount.parse((await ask(bob, '/account')).body).sessions).toHaveLength(1);
});

test('nobody ends a session of somebody else', async () => {
  const bob = await logIn(await addUser('bob', 'viewer'));
  const eve = await logIn(await addUser('eve', 'viewer'));
  const id = apiAccount.parse((await ask(bob, '/account')).body).sessions[0]?.id;
  expect((await send(eve, 'DELETE', `/account/sessions/${id}`)).status).toBe(404);
  expect((await send(eve, 'DELETE', '/account/sessions')).body).toEqual({ ended: 0 });
  expect((await ask(bob, '/account')).status).toBe(200);
});

test('the own password is changed by who knows the old one, and other sessions end', async () => {
  const user = await addUser('bob', 'viewer');
  const [bob, other] = [await logIn(user), await logIn(user)];
  const wrong = await send(bob, 'PUT', '/account/password', { current: 'not that one, no', password });
  expect([...refusal(wrong), apiProblem.parse(wrong.body).errors[0]?.path]).toEqual([403, 'wrong-password', 'current']);
  const short = await send(bob, 'PUT', '/account/password', { current: goodPassword, password: 'short' });
  expect(apiProblem.parse(short.body).errors).toMatchObject([{ path: 'password', code: 'too-short' }]);
  expect((await ask(other, '/account')).status).toBe(200);
  expect((await send(bob, 'PUT', '/account/password', { current: goodPassword, password })).body).toEqual({ changed: true });
  expect([(await ask(bob, '/account')).status, (await ask(other, '/account')).status]).toEqual([200, 401]);
  expect(refusal(await send(bob, 'PUT', '/account/password', { current: goodPassword, password }))).toEqual([
    403,
    'wrong-password',
  ]);
  expect((await audit()).filter((line) => line.includes('user.password')).toReversed()).toEqual([
    'bob user.password refused wrong-password',
    'bob user.password bob done',
  ]);
});

test.each([
  ['a reset by an admin', 'PUT', '/password', { password: 'what the admin has chosen' }],
  ['being logged out everywhere', 'DELETE', '/sessions', {}],
  ['being disabled', 'PUT', '', { disabled: true }],
])('a change of the own password that is under way comes to nothing by %s', async (_, method, path, body) => {
  const user = await addUser('bob', 'viewer');
  const [bob, ann] = [await logIn(user), await logIn(await addUser('ann', 'admin'))];
  let isOvertaken = false;
  vi.spyOn(PasswordDesk.prototype, 'check').mockImplementationOnce(async () => {
    isOvertaken = (await send(ann, method, `/users/${user.id}${path}`, body)).status === 200;
    return { right: true, rehash: false };
  });
  const answer = await send(bob, 'PUT', '/account/password', { current: goodPassword, password });
  expect([isOvertaken, ...refusal(answer)]).toEqual([true, 401, 'session-expired']);
  const { passwordHash } = (await (await store()).findUser('bob')) ?? {};
  expect(await new PasswordDesk().check(password, passwordHash)).toEqual({ right: false });
});

test('who guesses the old password waits as at a log-in', async () => {
  const bob = await logIn(await addUser('bob', 'viewer'));
  const guess = () => send(bob, 'PUT', '/account/password', { current: 'not that one, no', password });
  const answers = [];
  for (let tries = 0; tries < 7; tries += 1) answers.push(await guess());
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 429, 429]);
  expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refusal(await send(bob, 'PUT', '/account/password', { current: goodPassword, password }))).toEqual([429, 'wait']);
});

test('who logs in elsewhere has no password here', async () => {
  const identity = { issuer: 'https://id.example', subject: '1' };
  const eve = await logIn(await addUser('eve', 'viewer', { identity, passwordHash: undefined }));
  expect(refusal(await send(eve, 'PUT', '/account/password', { current: goodPassword, password }))).toEqual([409, 'at-provider']);
});

test('where nobody is asked who they are, nobody has an account', async () => {
  await openUp();
  expect(refusal(await ask({}, '/account'))).toEqual([409, 'no-account']);
  expect(refusal(await send({}, 'DELETE', '/account/sessions'))).toEqual([409, 'no-account']);
});
