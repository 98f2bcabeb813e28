import { parseTrustedProxies } from '#lib/auth/client-address.ts';
import { LogInLimiter } from '#lib/auth/log-in-limiter.ts';
import { OidcClient } from '#lib/auth/oidc/oidc-client.ts';
import { PendingLogIns } from '#lib/auth/oidc/pending-log-ins.ts';
import { PasswordDesk } from '#lib/auth/password-desk.ts';
import { toSessionLimits } from '#lib/auth/session.ts';
import type { Clock } from '#lib/clock.ts';
import { decideLogin } from '#lib/config/decide-login.ts';
import { isLoopback, parseListen } from '#lib/config/listen.ts';
import { readSecretFile } from '#lib/config/secret-file.ts';
import type { WebConfig } from '#lib/config/web-schema.ts';
import type { Logger } from '#lib/log.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import { type AccessGate, createAccessGate, openGate } from './access-gate.ts';
import { auditNotes } from './audit-notes.ts';
import type { Methods, RequestHandler } from './http-server.ts';
import { type LogInHandlersInput, logInHandlers } from './log-in-handlers.ts';
import { setPasswordParts } from './password-parts.ts';
import { providerHandlers } from './provider-handlers.ts';
import { demandContext } from './request-context.ts';
import { type HostCheck, hostCheckFor } from './request-guard.ts';
import { findWallLinkHandler, renewWallCookie } from './wall-link-handlers.ts';
import { type LogInWays, setWebFacts } from './web-facts.ts';

/** Everything of a server that knows who somebody is. */
export interface WebAccess {
  readonly login: 'required' | 'none';
  readonly gate: AccessGate;
  readonly hosts: HostCheck;
  /** Whether passwords would cross a network in the clear. */
  readonly isPlain: boolean;
  /** Who answers the paths by which people come in and go. */
  find(path: string): Methods | undefined;
  /** Pages, of which the wall renews the cookie of its link. */
  guardPages(pages: RequestHandler): RequestHandler;
}

interface WebAccessInput {
  readonly web: WebConfig;
  readonly store: () => Promise<AuthStore>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Makes it as the configuration says. Sets for the whole process that nobody passes unknown, where log-in is asked for. */
export function createWebAccess({ web, store, clock, log }: WebAccessInput): WebAccess {
  const { login } = decideLogin(web);
  const ways = login === 'none' ? undefined : toWays(web);
  setWebFacts(web, ways);
  const hosts = hostCheckFor(login, web.externalUrl);
  if (ways === undefined) {
    return { login, gate: openGate, hosts, isPlain: false, find: () => undefined, guardPages: (pages) => pages };
  }
  demandContext(true);
  const onError = (error: unknown) => log.error({ err: error }, 'the time of use could not be written');
  const common = { store, limits: toSessionLimits(web), notes: auditNotes(), now: clock.now, onError };
  const gate = createAccessGate({ ...common, trusts: parseTrustedProxies(web.trustProxy) });
  const writes = { clock, maximumBytes: 16 * 1_024, deadlineMs: 10_000 };
  const passwords = { desk: new PasswordDesk(), limiter: new LogInLimiter() };
  setPasswordParts(passwords);
  const parts = { ...common, gate, ...passwords, writes };
  // The first unknown name must not take longer than the next ones.
  void parts.desk.warmUp().catch((error: unknown) => log.error({ err: error }, 'passwords cannot be hashed'));
  const handlers = new Map([...logInHandlers(parts), ...toProviderHandlers(web, parts, log)]);
  return {
    login,
    gate,
    hosts,
    isPlain: ways.isPlain,
    find: (path) => handlers.get(path) ?? findWallLinkHandler(parts, path),
    guardPages: (pages) => async (request, response) => {
      if (request.url?.split('?', 1)[0] === '/wall') renewWallCookie(gate, request, response);
      await pages(request, response);
    },
  };
}

function toWays({ oidc, listen, tls, trustProxy }: WebConfig): LogInWays {
  return {
    provider: oidc === undefined ? undefined : new URL(oidc.issuer).hostname,
    isPlain: !isLoopback(parseListen(listen).host) && tls === undefined && trustProxy.length === 0,
  };
}

function toProviderHandlers(
  { oidc, externalUrl }: WebConfig,
  parts: LogInHandlersInput,
  log: Logger,
): ReadonlyMap<string, Methods> {
  if (oidc === undefined || externalUrl === undefined) return new Map();
  const { clientSecret } = oidc;
  const readSecret = () => (clientSecret === undefined ? undefined : readSecretFile(clientSecret));
  const redirectUrl = new URL('/auth/callback', externalUrl).href;
  const client = new OidcClient({ settings: oidc, redirectUrl, readSecret, now: parts.now });
  return providerHandlers({ ...parts, client, pending: new PendingLogIns(), settings: oidc, log });
}
