import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cookieName, parseBearer, readAttemptCookie, readCredentials, renderCookie } from './credentials.ts';
import { csrfToken, isCsrfToken } from './csrf.ts';
import { safeReturnPath } from './return-path.ts';
import { createSecret, digestSecret, isSecret, sameSecret, shownPart } from './secret.ts';
import { decideSession, isTouchDue, toSessionLimits } from './session.ts';

const limits = toSessionLimits({ sessionIdleHours: 12, sessionDays: 30 });
const hour = 3_600_000;
const now = 1_800_000_000_000;

describe('a session', () => {
  it.each([
    ['just made', 0, 0, 'live'],
    ['idle for a millisecond less than 12 h', 12 * hour, 12 * hour - 1, 'live'],
    ['idle for 12 h', 12 * hour, 12 * hour, 'idle'],
    ['in use for a millisecond less than 30 d', 720 * hour - 1, 0, 'live'],
    ['in use for 30 d', 720 * hour, 0, 'expired'],
    ['made by a clock an hour ahead', -hour, -hour, 'live'],
    ['made by a clock years ahead', -9_000 * hour, 0, 'expired'],
  ])('%s', (_, age, idle, state) => {
    expect(decideSession({ createdAt: now - age, seenAt: now - idle }, limits, now)).toBe(state);
  });

  it('once over is never live again', () => {
    fc.assert(
      fc.property(fc.nat(40 * 24), fc.nat(40 * 24), fc.nat(1_000), (created, seen, later) => {
        const times = { createdAt: now - Math.max(created, seen) * hour, seenAt: now - seen * hour };
        if (decideSession(times, limits, now) === 'live') return;
        expect(decideSession(times, limits, now + later * hour)).not.toBe('live');
      }),
    );
  });

  it('has its use written once a minute', () => {
    expect([undefined, now, now - 59_999, now - 60_000, now + 60_000].map((usedAt) => isTouchDue(usedAt, now))).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });
});

test('secrets are 256 bits, tell their kind, and are never the same', () => {
  const secrets = Array.from({ length: 500 }, () => createSecret('token'));
  expect(new Set(secrets).size).toBe(500);
  for (const secret of secrets) {
    expect(secret).toMatch(/^hv_[A-Za-z0-9_-]{43}$/);
    expect([isSecret('token', secret), isSecret('session', secret), isSecret('wall-link', secret)]).toEqual([true, false, false]);
    expect(shownPart(secret)).toBe(secret.slice(0, 8));
    expect(digestSecret(secret)).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(createSecret('wall-link')).toMatch(/^hvw_/);
});

test('secrets compare by all of their text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 2 }), fc.string({ maxLength: 2 }), (a, b) => sameSecret(a, b) === (a === b)));
  expect(sameSecret('same', 'same')).toBe(true);
});

test('the CSRF token belongs to one session and does not give it away', () => {
  const [one, two] = [createSecret('session'), createSecret('session')];
  expect(isCsrfToken(csrfToken(one), one)).toBe(true);
  expect([isCsrfToken(csrfToken(two), one), isCsrfToken(undefined, one), isCsrfToken('', one), isCsrfToken(one, one)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(csrfToken(one)).not.toContain(one.slice(4, 20));
});

describe('credentials', () => {
  const [session, wall, token] = [createSecret('session'), createSecret('wall-link'), createSecret('token')];
  it.each([
    [{}, []],
    [{ authorization: `Bearer ${token}`, cookie: `hvitals_session=${session}` }, [{ kind: 'token', secret: token }]],
    [{ authorization: `bearer  ${token}` }, [{ kind: 'token', secret: token }]],
    [{ authorization: 'Basic YTpi', cookie: `hvitals_session=${session}` }, [{ kind: 'malformed' }]],
    [{ authorization: `Bearer ${session}` }, [{ kind: 'malformed' }]],
    [
      { cookie: `a=b; hvitals_wall=${wall}; hvitals_session=${session}` },
      [
        { kind: 'session', secret: session },
        { kind: 'wall-link', secret: wall },
      ],
    ],
    [{ cookie: `hvitals_session=${token}` }, [{ kind: 'malformed' }]],
    [{ cookie: `hvitals_session=${session}; hvitals_session=x` }, []],
    [{ cookie: `__Host-hvitals_session=${session}` }, []],
  ])('are read from headers alone, in their order, and never guessed: %j', (headers, wanted) => {
    expect(readCredentials(headers, false)).toEqual(wanted);
  });

  it('over TLS come in cookies that nobody else can set', () => {
    expect(readCredentials({ cookie: `__Host-hvitals_session=${session}` }, true)).toEqual([
      { kind: 'session', secret: session },
    ]);
    expect(readCredentials({ cookie: `hvitals_session=${session}` }, true)).toEqual([]);
    expect(renderCookie('session', session, { secure: true, maxAgeSeconds: 60 })).toBe(
      `__Host-hvitals_session=${session}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(renderCookie('wall-link', '', { secure: false, maxAgeSeconds: 0 })).toBe(
      'hvitals_wall=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    );
  });

  it('go the way from Set-Cookie to Cookie unchanged', () => {
    for (const secure of [true, false]) {
      const [pair = ''] = renderCookie('session', session, { secure, maxAgeSeconds: 60 }).split(';');
      expect(pair).toBe(`${cookieName('session', secure)}=${session}`);
      expect(readCredentials({ cookie: pair }, secure)).toEqual([{ kind: 'session', secret: session }]);
    }
  });

  it('of a log-in under way at a provider are no credentials', () => {
    const attempt = createSecret('attempt');
    const cookie = `hvitals_session=${session}; hvitals_oidc=${attempt}`;
    expect(readAttemptCookie(cookie, false)).toBe(attempt);
    expect([undefined, '', `hvitals_oidc=${session}`, cookie].map((text) => readAttemptCookie(text, text === cookie))).toEqual(
      Array(4).fill(undefined),
    );
    expect(readCredentials({ cookie: `hvitals_oidc=${attempt}` }, false)).toEqual([]);
  });

  it('of any text are read without a failure', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (authorization, cookie) => void [parseBearer(authorization), readCredentials({ cookie }, true)],
      ),
    );
  });
});

describe('the way back after log-in', () => {
  it.each([
    ['/vms?state=off&q=a%20b', '/vms?state=off&q=a%20b'],
    [undefined, '/'],
    [null, '/'],
    ['', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/.//evil.example', '/'],
    ['/login?next=/login', '/'],
    ['/auth/callback', '/'],
    ['/logins', '/logins'],
  ])('%j goes to %s', (given, wanted) => {
    expect(safeReturnPath(given)).toBe(wanted);
  });

  it('never leaves the site', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '@',
      ':',
      'evil.example',
      'http:',
      '%2f',
      '%5c',
      '\t',
      '\n',
      '?',
      '#',
      'vms',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = safeReturnPath(pieces.join(''));
        expect(new URL(path, 'https://hvitals.example.com').origin).toBe('https://hvitals.example.com');
        expect(path).toMatch(/^\/(?![/\\])/);
      }),
    );
  });
});
