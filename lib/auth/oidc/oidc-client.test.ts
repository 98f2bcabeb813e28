import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../../e2e/support/free-port.ts';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  logInAtProvider,
  startIdentityProvider,
} from '../../../e2e/support/identity-provider.ts';
import { type OidcAttempt, OidcClient } from './oidc-client.ts';
import { OidcError } from './oidc-refusal.ts';

const redirectUrl = 'http://127.0.0.1:7480/auth/callback';
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const claims = (login: string) => ({ preferred_username: `${login}@example.com`, groups: ['noc', 'all'] });

let provider: IdentityProvider;
let now: () => number;
beforeEach(async () => {
  now = Date.now;
  // The provider says at each start that its pages are for development only.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  provider = await startIdentityProvider({ redirectUrl, claims });
});
afterEach(async () => {
  await provider.close();
  vi.restoreAllMocks();
});

async function restart(options: Partial<IdentityProviderOptions>): Promise<void> {
  await provider.close();
  provider = await startIdentityProvider({ redirectUrl, claims, ...options });
}

function createClient({ issuer = provider.issuer, secret = provider.clientSecret as string | undefined } = {}): OidcClient {
  return new OidcClient({
    settings: {
      issuer,
      clientId: provider.clientId,
      ...(secret !== undefined && { clientSecret: { file: 'unused' } }),
      scopes: ['openid', 'profile'],
      nameClaim: 'preferred_username',
      roleClaim: 'groups',
      roles: { viewer: ['*'], operator: [], admin: [] },
    },
    redirectUrl,
    readSecret: () => secret,
    now: () => now(),
  });
}

/** A whole log-in; `change` spoils what was kept, or what came back. */
async function logIn(
  client: OidcClient,
  change: (attempt: OidcAttempt, query: URLSearchParams) => OidcAttempt | undefined = () => undefined,
) {
  const { url, attempt } = await client.begin();
  const back = await logInAtProvider(url, 'ann', redirectUrl);
  const changed = change(attempt, back.searchParams) ?? attempt;
  return client.finish(back.searchParams, changed);
}

async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof OidcError)) throw error;
    // Neither a token nor the secret, whatever the library had in its hands.
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/eyJ/);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(provider.clientSecret);
    return error.reason;
  }
  return 'let in';
}

describe('a log-in at a real provider', () => {
  it('gives who it is by issuer and subject, with the claims', async () => {
    const { identity, claims } = await logIn(createClient());
    expect(identity).toEqual({ issuer: provider.issuer, subject: 'ann' });
    expect(claims).toMatchObject({ preferred_username: 'ann@example.com', groups: ['noc', 'all'] });
    expect(provider.asked).not.toContain('/me');
  });

  it('asks by the code flow with PKCE, and with a state and a nonce that are new each time', async () => {
    const client = createClient();
    const [one, two] = [await client.begin(), await client.begin()];
    expect(Object.fromEntries(one.url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'hvitals',
      redirect_uri: redirectUrl,
      scope: 'openid profile',
      code_challenge_method: 'S256',
      state: one.attempt.state,
      nonce: one.attempt.nonce,
    });
    expect(one.url.href).not.toContain(one.attempt.codeVerifier);
    for (const key of ['state', 'nonce', 'codeVerifier'] as const) {
      expect(one.attempt[key]).not.toBe(two.attempt[key]);
      expect(one.attempt[key].length).toBeGreaterThanOrEqual(43);
    }
  });

  it('takes claims from the user information where the ID token has none', async () => {
    await restart({ claimsIn: 'userinfo' });
    expect((await logIn(createClient())).claims).toMatchObject({
      sub: 'ann',
      preferred_username: 'ann@example.com',
      groups: ['noc', 'all'],
    });
    expect(provider.asked).toContain('/me');
  });

  it.each(['client_secret_post', 'none'] as const)('works where the provider wants the secret by %s', async (secretIn) => {
    await restart({ secretIn });
    const client = secretIn === 'none' ? createClient({ secret: undefined }) : createClient();
    expect((await logIn(client)).identity.subject).toBe('ann');
  });

  it('goes on after the provider has other keys', async () => {
    const client = createClient();
    await logIn(client);
    provider.rollKeys();
    // The library looks for new keys a minute after the last look at the earliest, so one log-in may be lost, and none after it.
    expect(['let in', 'unknown-key']).toContain(await reasonOf(logIn(client)));
    expect(await reasonOf(logIn(client))).toBe('let in');
  });

  it('goes on after the provider was away', async () => {
    const client = createClient({ issuer: `http://127.0.0.1:${await freePort()}` });
    expect(await reasonOf(client.begin())).toBe('unreachable');
    expect(await reasonOf(client.begin())).toBe('unreachable');
    const good = createClient();
    provider.describe = () => ({});
    expect(await reasonOf(good.begin())).not.toBe('let in');
    provider.describe = undefined;
    expect(await reasonOf(logIn(good))).toBe('let in');
  });
});

describe('nobody is let in', () => {
  const other = 'x'.repeat(43);
  it.each([
    ['with the state of another', 'not-valid', (attempt: OidcAttempt) => ({ ...attempt, state: other })],
    ['without a state', 'not-valid', (_: OidcAttempt, query: URLSearchParams) => query.delete('state')],
    ['with the nonce of another', 'not-ours', (attempt: OidcAttempt) => ({ ...attempt, nonce: other })],
    ['with the code verifier of another', 'code-refused', (attempt: OidcAttempt) => ({ ...attempt, codeVerifier: other })],
    ['with a made-up code', 'code-refused', (_: OidcAttempt, query: URLSearchParams) => query.set('code', other)],
    [
      'sent back by another issuer',
      'not-valid',
      (_: OidcAttempt, query: URLSearchParams) => query.set('iss', 'https://evil.example'),
    ],
    [
      'whom the provider turned away',
      'denied',
      (_: OidcAttempt, query: URLSearchParams) => {
        query.delete('code');
        query.set('error', 'access_denied');
      },
    ],
  ])('%s: %s', async (_, reason, change) => {
    expect(await reasonOf(logIn(createClient(), (attempt, query) => change(attempt, query) ?? undefined))).toBe(reason);
  });

  it.each([
    ['of another issuer', 'not-ours', (claims: Record<string, unknown>) => ({ ...claims, iss: 'https://evil.example' })],
    ['for another client', 'not-ours', (claims: Record<string, unknown>) => ({ ...claims, aud: 'grafana' })],
    [
      'that has run out',
      'run-out',
      (claims: Record<string, unknown>) => ({ ...claims, exp: Math.floor(Date.now() / 1_000) - 60 }),
    ],
    [
      'with claims that were changed on the way',
      'not-valid',
      (claims: Record<string, unknown>) => ({ ...claims, groups: ['hvitals-admins'] }),
    ],
    ['of somebody else', 'not-valid', (claims: Record<string, unknown>) => ({ ...claims, sub: 'root' })],
  ])('with an ID token %s: %s', async (_, reason, tamper) => {
    provider.tamper = tamper;
    expect(await reasonOf(logIn(createClient()))).toBe(reason);
    provider.tamper = undefined;
    expect(await reasonOf(logIn(createClient()))).toBe('let in');
  });

  it.each([
    ['nobody', (head: object, claims: string) => `${encode({ ...head, alg: 'none' })}.${claims}.`],
    [
      'the secret of the client, which others know',
      (head: object, claims: string, secret: string) => {
        const signed = `${encode({ ...head, alg: 'HS256' })}.${claims}`;
        return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      },
    ],
    [
      'a key that it names itself',
      (head: object, claims: string) => {
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
        const jwk = publicKey.export({ format: 'jwk' });
        const signed = `${encode({ ...head, jwk, jku: 'https://evil.example/keys' })}.${claims}`;
        return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
      },
    ],
  ])('an ID token signed by %s lets nobody in', async (_, resign) => {
    provider.resign = resign;
    expect(await reasonOf(logIn(createClient()))).not.toBe('let in');
    provider.resign = undefined;
    expect(await reasonOf(logIn(createClient()))).toBe('let in');
  });

  it('with a good ID token of the provider, hours after its time', async () => {
    const client = createClient();
    const hours = 3_600_000 * 3;
    now = () => Date.now() + hours;
    expect(await reasonOf(logIn(client))).toBe('run-out');
  });

  it('with the wrong client secret', async () => {
    expect(await reasonOf(logIn(createClient({ secret: 'wrong' })))).toBe('misconfigured');
  });

  it('twice with one code', async () => {
    const client = createClient();
    const { url, attempt } = await client.begin();
    const back = await logInAtProvider(url, 'ann', redirectUrl);
    expect(await reasonOf(client.finish(back.searchParams, attempt))).toBe('let in');
    expect(await reasonOf(client.finish(back.searchParams, attempt))).toBe('code-refused');
  });

  it('where the provider names itself otherwise than the configuration', async () => {
    provider.describe = (metadata) => ({ ...metadata, issuer: 'https://evil.example' });
    expect(await reasonOf(createClient().begin())).toBe('misconfigured');
  });
});
