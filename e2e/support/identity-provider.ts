import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

type Claims = Record<string, unknown>;

/** A real provider of OpenID Connect on a port of this machine. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs with other keys from now on, and knows the old ones no longer. */
  rollKeys(): void;
  /** Changes the claims of ID tokens under way, which leaves their signature as it was; undefined lets them alone. */
  tamper: ((claims: Claims) => Claims) | undefined;
  /** Signs ID tokens otherwise, from what the provider signed (head and claims) and the client's secret; undefined lets them alone. */
  resign: ((head: Claims, claims: string, secret: string) => string) | undefined;
  /** Changes what the provider says of itself. */
  describe: ((metadata: Claims) => Claims) | undefined;
  /** Requests by path. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface IdentityProviderOptions {
  readonly redirectUrl: string;
  /** Claims by the name that somebody logs in with. */
  readonly claims: (login: string) => Claims;
  /** Where these claims are given out. */
  readonly claimsIn?: 'id-token' | 'userinfo';
  readonly secretIn?: 'client_secret_basic' | 'client_secret_post' | 'none';
}

/** Starts one, with its own development pages for log-in. */
export async function startIdentityProvider({
  redirectUrl,
  claims,
  claimsIn = 'id-token',
  secretIn = 'client_secret_basic',
}: IdentityProviderOptions): Promise<IdentityProvider> {
  const clientId = 'hvitals';
  const clientSecret = randomBytes(24).toString('base64url');
  let answer: RequestListener = (_, response) => response.destroy();
  const server = createServer((request, response) => {
    rig.asked.push(new URL(request.url ?? '/', rig.issuer).pathname);
    rewrite(request, response, rig);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const create = () =>
    new Provider(issuer, {
      clients: [
        {
          client_id: clientId,
          ...(secretIn !== 'none' && { client_secret: clientSecret }),
          token_endpoint_auth_method: secretIn,
          redirect_uris: [redirectUrl],
        },
      ],
      clientAuthMethods: [secretIn],
      claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
      conformIdTokenClaims: claimsIn === 'userinfo',
      features: { devInteractions: { enabled: true } },
      findAccount: (_: unknown, login: string) => ({ accountId: login, claims: () => ({ sub: login, ...claims(login) }) }),
      jwks: { keys: [newKey()] },
      cookies: { keys: [randomBytes(16).toString('hex')] },
      pkce: { required: () => true },
    }).callback();
  const rig: IdentityProvider = {
    issuer,
    clientId,
    clientSecret,
    rollKeys: () => {
      answer = create();
    },
    tamper: undefined,
    resign: undefined,
    describe: undefined,
    asked: [],
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
  answer = create();
  return rig;
}

function newKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' };
}

/** Answers of one piece are changed on their way out, where somebody asked for it. */
function rewrite(request: IncomingMessage, response: ServerResponse, rig: IdentityProvider): void {
  const change =
    request.url === '/token'
      ? (tamperWith(rig.tamper) ?? resignWith(rig))
      : request.url?.startsWith('/.well-known/')
        ? rig.describe
        : undefined;
  if (change === undefined) return;
  const end = response.end.bind(response);
  const replaced = (body?: unknown) => {
    const changed = JSON.stringify(change(JSON.parse(String(body)) as Claims));
    response.setHeader('content-length', Buffer.byteLength(changed));
    return end(changed);
  };
  Object.assign(response, { end: replaced });
}

function tamperWith(tamper: IdentityProvider['tamper']): ((body: Claims) => Claims) | undefined {
  if (tamper === undefined) return undefined;
  return (body) => {
    const [head, payload = '', signature] = String(body.id_token).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    const changed = Buffer.from(JSON.stringify(tamper(claims))).toString('base64url');
    return { ...body, id_token: [head, changed, signature].join('.') };
  };
}

function resignWith({ resign, clientSecret }: IdentityProvider): ((body: Claims) => Claims) | undefined {
  if (resign === undefined) return undefined;
  return (body) => {
    const [head = '', claims = ''] = String(body.id_token).split('.');
    return { ...body, id_token: resign(JSON.parse(Buffer.from(head, 'base64url').toString()) as Claims, claims, clientSecret) };
  };
}

/** Goes through the provider's pages as somebody with a browser: the address that the browser is sent back to in the end. */
export async function logInAtProvider(start: URL, login: string, backTo: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 12; step++) {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(next, { redirect: 'manual', headers, ...(form && { method: 'POST', body: form }) });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    form = undefined;
    const location = response.headers.get('location');
    const html = await response.text();
    if (location !== null) {
      next = new URL(location, next);
      if (next.href.startsWith(backTo)) return next;
      continue;
    }
    const action = /action="([^"]+)"/.exec(html)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1];
    if (action === undefined || prompt === undefined)
      throw new Error(`The provider answered ${response.status}: ${html.slice(0, 500)}`);
    next = new URL(action, next);
    form = new URLSearchParams({ prompt, login, password: 'any' });
  }
  throw new Error('The provider did not send the browser back.');
}
