import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permissions, roles } from '../model/role.ts';
import { decideAccess } from './decide-access.ts';
import { mayDo, permissionsOf } from './permissions.ts';
import { type Principal, toActor } from './principal.ts';

const ranks = ['wall-link', ...roles] as const;

test('each role may all that the one below it may, and more', () => {
  for (const [index, rank] of ranks.entries()) {
    const below = ranks[index - 1];
    if (below === undefined) continue;
    expect(permissionsOf(rank)).toEqual(expect.arrayContaining([...permissionsOf(below)]));
    expect(permissionsOf(rank).length).toBeGreaterThan(permissionsOf(below).length);
  }
});

test('a wall link opens the wall and nothing else, a viewer writes nothing, an admin may everything', () => {
  expect(permissionsOf('wall-link')).toEqual(['view-wall']);
  expect(permissionsOf('viewer')).toEqual(['view-wall', 'view']);
  expect(permissionsOf('admin')).toEqual(permissions);
  expect(
    ['manage-users', 'manage-tokens', 'manage-wall-links', 'see-audit'].filter((one) =>
      permissionsOf('operator').includes(one as never),
    ),
  ).toEqual([]);
  expect(mayDo('operator', 'silence')).toBe(true);
});

const wall: Principal = { kind: 'wall-link', linkId: 'w', name: 'NOC' };
const person = (role: (typeof roles)[number]): Principal => ({ kind: 'token', tokenId: 't', name: 'x', role });

test('whatever the path, nobody without credentials and no wall link gets at what the fleet looks like', () => {
  const part = fc.constantFrom('wall', 'api', 'v1', 'stream', 'vms', 'users', '', '.', '..', '%2e%2e', 'login', 'auth', '_next');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const path = `/${parts.join('/')}`;
      const isWall = ['/wall', '/api/v1/wall', '/api/v1/stream', '/api/v1/session'].includes(path);
      const isOpen = path === '/login' || path.startsWith('/auth/');
      expect(decideAccess(undefined, path).kind).toBe(isOpen ? 'open' : 'refused');
      expect(decideAccess(wall, path).kind).toBe(isOpen || isWall ? 'open' : 'refused');
    }),
  );
});

test.each([
  [undefined, '/', { kind: 'refused', reason: 'login-required' }],
  [undefined, '/login', { kind: 'open' }],
  [undefined, '/login/else', { kind: 'refused', reason: 'login-required' }],
  [undefined, '/_next/static/a.js', { kind: 'open' }],
  [undefined, '/_next/image', { kind: 'refused', reason: 'login-required' }],
  [undefined, '/healthz', { kind: 'open' }],
  [wall, '/wall', { kind: 'open' }],
  [wall, '/wall/', { kind: 'refused', reason: 'role-too-low' }],
  [wall, '/vms', { kind: 'refused', reason: 'role-too-low' }],
  [person('viewer'), '/vms', { kind: 'open' }],
  [person('viewer'), '/audit', { kind: 'refused', reason: 'role-too-low' }],
  [person('operator'), '/api/v1/users/x', { kind: 'refused', reason: 'role-too-low' }],
  [person('admin'), '/api/v1/users/x', { kind: 'open' }],
  [{ kind: 'open' } as const, '/users', { kind: 'open' }],
])('%j at %s: %j', (principal, path, access) => {
  expect(decideAccess(principal, path)).toEqual(access);
});

test('every principal has a name and an id in the audit, and never a secret', () => {
  const user = { kind: 'user', userId: 'u', name: 'Ann', role: 'admin', sessionDigest: 'digest', csrfToken: 'csrf' } as const;
  expect([user, person('viewer'), wall, { kind: 'open' } as const].map(toActor)).toEqual([
    { kind: 'user', id: 'u', name: 'Ann' },
    { kind: 'token', id: 't', name: 'x' },
    { kind: 'wall-link', id: 'w', name: 'NOC' },
    { kind: 'open', id: '', name: '' },
  ]);
});
