import { canonicalPath } from '#app/_server/canonical-path.ts';
import { checkQuery } from '#app/_server/check-query.ts';
import { readSessionHeader, setSessionHeader } from '#app/_server/session-header.ts';
import { parseAuditFilter, toAuditQuery } from '#app/audit/search-params.ts';
import { readAccessArguments } from '#collectors/cli/access/read-access-arguments.ts';
import type { Random } from '#collectors/transport/simulated/random.ts';
import { operations } from '#lib/api/operations.ts';
import { addressGroup, findClient, parseTrustedProxies } from '#lib/auth/client-address.ts';
import { parseBearer, readAttemptCookie, readCredentials } from '#lib/auth/credentials.ts';
import { hasClaims, readClaims } from '#lib/auth/oidc/oidc-claims.ts';
import { isOutgrown, parsePasswordHash } from '#lib/auth/password-hash.ts';
import { safeReturnPath } from '#lib/auth/return-path.ts';
import { createSecret, isSecret, shownPart } from '#lib/auth/secret.ts';
import { web } from '#lib/config/web-schema.ts';
import type { ApiSession } from '#lib/model/api/session.ts';
import { parseLabelText } from '#lib/model/label-text.ts';
import { parseRole } from '#lib/model/role.ts';
import { parseUserName, userNameKey } from '#lib/model/user-name.ts';
import type { BorderParser } from './fuzz.ts';
import { mutateText } from './mutate.ts';
import { json, query, text, within } from './parser-kinds.ts';

// Text that looks like secrets, and opens nothing.
const secretOf = (kind: Parameters<typeof createSecret>[0]) => createSecret(kind, (size) => Buffer.alloc(size, 7));
const cookies = [
  `hvitals_session=${secretOf('session')}; hvitals_wall=${secretOf('wall-link')}`,
  `a=b; __Host-hvitals_session=${secretOf('session')};hvitals_oidc=${secretOf('attempt')}`,
  `hvitals_oidc=${secretOf('attempt')}`,
];

function requestParsers(): readonly BorderParser[] {
  return [
    text('credentials in cookies', ['readCredentials', 'readAttemptCookie'], cookies, (cookie) => {
      const found = [true, false].flatMap((secure) => readCredentials({ cookie }, secure));
      const attempt = readAttemptCookie(cookie, false);
      if (attempt !== undefined && !isSecret('attempt', attempt)) throw new Error('no secret of an attempt');
      for (const one of found) {
        if (one.kind !== 'malformed' && !isSecret(one.kind, one.secret)) throw new Error(`no secret of a ${one.kind}`);
      }
      return attempt !== undefined || found.some(({ kind }) => kind !== 'malformed');
    }),
    text('Authorization', ['parseBearer'], [`Bearer ${secretOf('token')}`, `bearer  ${secretOf('token')}= `], (authorization) => {
      const [credential] = readCredentials({ authorization, cookie: cookies[0] }, false);
      // A header that says nothing must not fall back on the cookie.
      if (credential?.kind !== 'token' && credential?.kind !== 'malformed') throw new Error(`taken for ${credential?.kind}`);
      return (parseBearer(authorization)?.length ?? 0) > 0;
    }),
    text('paths', [], ['/vms/a%20b', '/api/v1/alerts?x=%2f', '/wall-link/hvw_x', '/%2e%2e/login'], (url) => {
      const path = canonicalPath(url);
      if (path !== undefined && (!path.startsWith('/') || /\/\/|\\|\/\.\.?(\/|$)/.test(path))) throw new Error(`taken: ${path}`);
      return path !== undefined;
    }),
    text('places after a log-in', [], ['/vms?x=1', '/alerts#a', '//evil.example/', '/\\evil.example', '/login?to=/'], (given) => {
      const path = safeReturnPath(given);
      const { origin } = new URL(path, 'http://here.invalid');
      if (origin !== 'http://here.invalid' || !/^\/(?![/\\])/.test(path)) throw new Error(`leads away: ${path}`);
      return path !== '/';
    }),
    text(
      'senders behind proxies',
      [],
      ['203.0.113.5, 10.0.0.1', '[2001:db8::1]:443', '::ffff:192.0.2.1', 'fe80::1%eth0'],
      (given) => {
        const client = findClient(
          { remoteAddress: '10.0.0.1', encrypted: false, forwardedFor: given, forwardedProto: given },
          parseTrustedProxies(['10.0.0.0/8', 'fd00::/8']),
        );
        return within(addressGroup(client.address), 60) && client.address !== '10.0.0.1';
      },
    ),
  ];
}

const oidc = {
  issuer: 'https://id.example.com',
  clientId: 'hvitals',
  roles: { viewer: ['*'], operator: ['ops'], admin: ['admins'] },
};
const claims = {
  sub: '5',
  preferred_username: 'ann',
  groups: ['ops', 'admins'],
  realm_access: { roles: ['ops', { name: 'ann' }] },
};

function identityParsers(): readonly BorderParser[] {
  const session: ApiSession = {
    revision: 0,
    login: 'required',
    kind: 'user',
    name: 'ann',
    role: 'admin',
    permissions: [],
    csrfToken: 'x',
  };
  return [
    json('claims of a provider', ['readClaims'], [claims, { sub: '6', preferred_username: 'Zoë', groups: 'ops' }], (given) => {
      if (typeof given !== 'object' || given === null) return false;
      const roles = { viewer: [], operator: ['ops'], admin: ['admins'] };
      const settings = ['groups', 'realm_access.roles', '__proto__', 'constructor.name'].map((roleClaim) => {
        return { nameClaim: 'preferred_username', roleClaim, roles };
      });
      const users = settings.map((one) => (hasClaims({ ...given }, one) ? readClaims({ ...given }, one) : undefined));
      for (const user of users) if (user?.kind === 'user') within(user.name, 200);
      return users.some((user) => user?.kind === 'user');
    }),
    json('settings of web', ['parseTrustedProxies'], [{ trustProxy: ['10.0.0.0/8', '::1', 'fd00::/8'], oidc }], (given) => {
      const parsed = web.safeParse(given);
      if (parsed.success) parseTrustedProxies(parsed.data.trustProxy)('10.0.0.1');
      return parsed.success;
    }),
    {
      ...text('what pages are told of who reads', ['readSessionHeader'], [], () => true),
      // Whatever name somebody has, it comes through as it is.
      make: (random: Random) => mutateText(random, ['ann', 'Zoë', '%41"}']).toWellFormed(),
      run: ((name: string) => {
        const headers: Record<string, string> = {};
        setSessionHeader(headers, { ...session, name });
        const value = headers['x-hvitals-session'] ?? '';
        if (!/^[\x21-\x7e]+$/.test(value)) throw new Error('no header');
        return readSessionHeader({ get: () => value })?.name === name;
      }) as BorderParser['run'],
    },
  ];
}

function auditParsers(): readonly BorderParser[] {
  const asked = ['actor=ann&action=silence.add&outcome=refused&range=7d', 'outcome=done&range=24h'];
  return [
    query('filters of the audit', ['parseAuditFilter'], asked, (params) => {
      const filter = parseAuditFilter(params);
      const wanted = new URLSearchParams(toAuditQuery(filter, 1_795_419_600_000));
      // What a page shows must be what the API takes.
      const problem = checkQuery(operations['GET /api/v1/audit'], wanted);
      if (problem !== undefined) throw new Error(problem.detail);
      return within(filter, 2_000) && Object.keys(filter).length > 0;
    }),
  ];
}

function wordParsers(): readonly BorderParser[] {
  const hash = `$scrypt$v=1$ln=17,r=8,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;
  return [
    text('stored hashes of passwords', ['parsePasswordHash'], [hash, hash.replace('17', '1')], (input) => {
      const parsed = parsePasswordHash(input);
      if (parsed === undefined) return false;
      if (128 * 2 ** parsed.cost.logN * parsed.cost.r > 1_073_741_824) throw new Error('takes more than 1 GiB');
      return isOutgrown(parsed) || parsed.hash.length === 32;
    }),
    text(
      'names and roles',
      ['parseUserName', 'parseRole', 'parseLabelText'],
      ['ann', 'Zoë.B', 'admin', 'CI of the lab'],
      (input) => {
        const [name, label] = [parseUserName(input), parseLabelText(input)];
        if (name !== undefined && (userNameKey(name) === '' || parseUserName(name) !== name)) throw new Error('not steady');
        if (label !== undefined && parseLabelText(label) !== label) throw new Error('not steady');
        return within([name, label, parseRole(input), shownPart(input).slice(0, 20)], 2_000) && name !== undefined;
      },
    ),
    text(
      'arguments of access commands',
      ['readAccessArguments'],
      [
        'user add ann --role admin',
        'token add ci --role viewer --days 30',
        'wall-link revoke 5',
        'user passwd ann --password-stdin',
      ],
      (input) => readAccessArguments(input.split(' ')).kind === 'task',
    ),
  ];
}

/** What decides who somebody is: headers, cookies, addresses, claims, names. */
export function accessParsers(): readonly BorderParser[] {
  return [...requestParsers(), ...identityParsers(), ...auditParsers(), ...wordParsers()];
}
