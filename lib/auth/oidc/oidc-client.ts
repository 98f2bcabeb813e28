import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  clockSkew,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { OidcConfig } from '../../config/web-schema.ts';
import type { Identity } from '../../store/auth-store.ts';
import { type Claims, hasClaims } from './oidc-claims.ts';
import { OidcError, toOidcError } from './oidc-refusal.ts';

/** What must come back with the browser. It stays here, see `pending-log-ins.ts`. */
export interface OidcAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Somebody whom the provider has proved. */
export interface ProvedIdentity {
  readonly identity: Identity;
  readonly claims: Claims;
}

export interface OidcClientOptions {
  readonly settings: OidcConfig;
  /** Where the provider sends browsers back, as it is registered there. */
  readonly redirectUrl: string;
  /** The client secret as it is now, undefined for a public client. @throws SecretFileError */
  readonly readSecret: () => string | undefined;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** What the provider says of itself is read again after this long. */
const discoveryMs = 3_600_000;
const timeoutSeconds = 10;

/** Log-in at a provider by the authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 9700, 2.1). One per process. */
export class OidcClient {
  readonly #options: OidcClientOptions;
  #discovered: { readonly at: number; readonly configuration: Promise<Configuration> } | undefined;

  constructor(options: OidcClientOptions) {
    this.#options = options;
  }

  /** Where to send the browser, and what to keep until it comes back. @throws OidcError */
  async begin(): Promise<{ readonly url: URL; readonly attempt: OidcAttempt }> {
    const { settings, redirectUrl } = this.#options;
    const attempt = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
    const configuration = await this.#configuration();
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUrl,
      scope: settings.scopes.join(' '),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url, attempt };
  }

  /**
   * Who came back, from the query of the address that the provider sent the browser to. Everything is checked: state, issuer, nonce, times,
   * and the signature of the ID token against the provider's present keys. @throws OidcError, SecretFileError
   */
  async finish(query: URLSearchParams, { state, nonce, codeVerifier }: OidcAttempt): Promise<ProvedIdentity> {
    const { redirectUrl, settings } = this.#options;
    const configuration = await this.#configuration();
    const url = new URL(redirectUrl);
    url.search = query.toString();
    try {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier, idTokenExpected: true };
      const tokens = await authorizationCodeGrant(configuration, url, checks);
      const claims = tokens.claims();
      if (claims === undefined) throw new OidcError('not-valid', 'no ID token');
      const identity = { issuer: claims.iss, subject: claims.sub };
      if (hasClaims(claims, settings) || configuration.serverMetadata().userinfo_endpoint === undefined)
        return { identity, claims };
      const more = await fetchUserInfo(configuration, tokens.access_token, claims.sub);
      // What is signed counts more.
      return { identity, claims: { ...more, ...claims } };
    } catch (error) {
      const told = toOidcError(error);
      // New keys within a minute of the last look are looked for only by a configuration that is new as well.
      if (told instanceof OidcError && told.reason === 'unknown-key') this.#discovered = undefined;
      throw told;
    }
  }

  #configuration(): Promise<Configuration> {
    const at = this.#options.now();
    if (this.#discovered !== undefined && Math.abs(at - this.#discovered.at) < discoveryMs) return this.#discovered.configuration;
    const configuration = this.#discover(at).catch((error: unknown) => {
      // A provider that was away is asked again by the next one who wants to log in.
      this.#discovered = undefined;
      throw toOidcError(error);
    });
    this.#discovered = { at, configuration };
    return configuration;
  }

  async #discover(at: number): Promise<Configuration> {
    const { settings } = this.#options;
    const issuer = new URL(settings.issuer);
    const skew = Math.round((at - Date.now()) / 1_000);
    return discovery(issuer, settings.clientId, { [clockSkew]: skew }, this.#authenticate(), {
      timeout: timeoutSeconds,
      // The schema lets http: pass for a provider on this machine only.
      execute: [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : [])],
    });
  }

  /** By the header where the provider takes it, as it is the default (OpenID Connect Core 1.0, 9). The secret is read each time. */
  #authenticate(): ClientAuth {
    const { settings, readSecret } = this.#options;
    if (settings.clientSecret === undefined) return None();
    return (server, client, body, headers) => {
      const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
      const use = methods.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
      return use(readSecret())(server, client, body, headers);
    };
  }
}
