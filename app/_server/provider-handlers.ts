import type { IncomingMessage, ServerResponse } from 'node:http';
import { readAttemptCookie, renderCookie } from '#lib/auth/credentials.ts';
import { logInByIdentity } from '#lib/auth/oidc/log-in-by-identity.ts';
import type { OidcClient } from '#lib/auth/oidc/oidc-client.ts';
import { OidcError } from '#lib/auth/oidc/oidc-refusal.ts';
import { type PendingLogIns, pendingMs } from '#lib/auth/oidc/pending-log-ins.ts';
import { safeReturnPath } from '#lib/auth/return-path.ts';
import { SecretFileError } from '#lib/config/secret-file.ts';
import type { OidcConfig } from '#lib/config/web-schema.ts';
import type { Logger } from '#lib/log.ts';
import { nobody } from '#lib/model/audit.ts';
import type { Methods } from './http-server.ts';
import { fromOf, type LogInHandlersInput, sessionCookie } from './log-in-handlers.ts';
import { logInPath } from './refuse-request.ts';

export interface ProviderHandlersInput extends Pick<LogInHandlersInput, 'gate' | 'store' | 'limits' | 'notes' | 'now'> {
  readonly client: OidcClient;
  readonly pending: PendingLogIns;
  readonly settings: OidcConfig;
  readonly log: Logger;
}

/** `GET /auth/oidc`, which leads to the identity provider, and `GET /auth/callback`, to which that sends people back. */
export function providerHandlers(input: ProviderHandlersInput): ReadonlyMap<string, Methods> {
  return new Map<string, Methods>([
    ['/auth/oidc', { GET: orSay(input, leave) }],
    ['/auth/callback', { GET: orSay(input, comeBack) }],
  ]);
}

type Step = (input: ProviderHandlersInput, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const nowhere = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/** A log-in that comes to nothing leads back to the page for it, which says why. */
function orSay(input: ProviderHandlersInput, step: Step): NonNullable<Methods['GET']> {
  return async (request, response) => {
    try {
      await step(input, request, response);
    } catch (error) {
      if (!(error instanceof OidcError || error instanceof SecretFileError)) throw error;
      const reason = error instanceof OidcError ? error.reason : 'misconfigured';
      const fact = error instanceof OidcError ? error.fact : error.message;
      input.log.warn({ reason, fact }, 'log-in at the identity provider came to nothing');
      await refuse(input, request, response, reason);
    }
  };
}

async function refuse(
  { gate, notes, now }: ProviderHandlersInput,
  request: IncomingMessage,
  response: ServerResponse,
  reason: string,
): Promise<void> {
  const { address } = gate.clientOf(request);
  await notes.refused({ at: now(), actor: nobody, address, action: 'session.start', target: '', reason: `provider-${reason}` });
  sayWhy(response, reason);
}

function sayWhy(response: ServerResponse, reason: string): void {
  response.writeHead(303, { ...nowhere, location: `${logInPath}?why=provider-${reason}` }).end();
}

async function leave(
  { gate, client, pending, now }: ProviderHandlersInput,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const to = safeReturnPath(queryOf(request).get('to'));
  // Where the provider asks nothing any more, a link of another site would log somebody in: here they press the button themselves.
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    response.writeHead(303, { ...nowhere, location: `${logInPath}?${new URLSearchParams({ to })}` }).end();
    return;
  }
  const { url, attempt } = await client.begin();
  const secret = pending.put(attempt, to, now());
  const options = { secure: gate.clientOf(request).secure, maxAgeSeconds: pendingMs / 1_000 };
  const cookie = renderCookie('attempt', secret, options);
  response.writeHead(303, { ...nowhere, location: url.href, 'set-cookie': cookie }).end();
}

async function comeBack(input: ProviderHandlersInput, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { gate, client, pending, settings, limits, now } = input;
  const from = fromOf(request, gate, now());
  const secret = readAttemptCookie(request.headers.cookie, from.secure);
  const begun = secret === undefined ? undefined : pending.take(secret, from.now);
  response.appendHeader('set-cookie', renderCookie('attempt', '', { secure: from.secure, maxAgeSeconds: 0 }));
  // Not begun by this browser, or too long ago, or come back a second time.
  if (begun === undefined) return refuse(input, request, response, 'not-begun');
  const proved = await client.finish(queryOf(request), begun.attempt);
  const result = await logInByIdentity(await input.store(), proved, settings, from);
  if (result.kind === 'refused') return sayWhy(response, result.reason);
  response.appendHeader('set-cookie', sessionCookie(result.sessionSecret, from.secure, limits));
  response.writeHead(303, { ...nowhere, location: begun.returnPath }).end();
}

function queryOf({ url = '/' }: IncomingMessage): URLSearchParams {
  return new URL(url, 'http://hvitals.invalid').searchParams;
}
