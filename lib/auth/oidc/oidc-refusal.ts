import { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';

/**
 * Why a log-in at a provider came to nothing. `unreachable` and `misconfigured` are about the provider, `denied` is its answer, the others are
 * about what came back.
 */
export type OidcRefusal =
  | 'unreachable'
  | 'misconfigured'
  | 'denied'
  | 'code-refused'
  | 'run-out'
  | 'not-ours'
  | 'unknown-key'
  | 'not-valid';

const byCode: Readonly<Record<string, OidcRefusal>> = {
  OAUTH_TIMEOUT: 'unreachable',
  OAUTH_ABORT: 'unreachable',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'run-out',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'not-ours',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'misconfigured',
  OAUTH_KEY_SELECTION_FAILED: 'unknown-key',
  OAUTH_MISSING_SERVER_METADATA: 'misconfigured',
  OAUTH_INVALID_SERVER_METADATA: 'misconfigured',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'misconfigured',
  OAUTH_RESPONSE_IS_NOT_JSON: 'misconfigured',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'misconfigured',
};

/** A log-in at a provider that came to nothing. `fact` is for the log: words of the protocol, never a token or a secret. */
export class OidcError extends Error {
  readonly reason: OidcRefusal;
  readonly fact: string;
  constructor(reason: OidcRefusal, fact: string) {
    super(`log-in at the identity provider: ${reason} (${fact})`);
    this.name = 'OidcError';
    this.reason = reason;
    this.fact = fact;
  }
}

/**
 * What openid-client threw, as a reason. The error itself is dropped: its causes hold whole responses, tokens among them. Anything that is
 * not of the protocol or the network passes unchanged.
 */
export function toOidcError(error: unknown): unknown {
  if (error instanceof AuthorizationResponseError) return new OidcError('denied', oneWord(error.error));
  if (error instanceof ResponseBodyError) return new OidcError('code-refused', oneWord(error.error));
  // The token endpoint does not take our client id and secret (RFC 6749 5.2).
  if (error instanceof WWWAuthenticateChallengeError) return new OidcError('misconfigured', 'the client was not recognised');
  if (error instanceof ClientError) return new OidcError(byCode[error.code ?? ''] ?? 'not-valid', error.code ?? 'no code');
  // fetch throws a TypeError whose cause says what the network did.
  if (error instanceof TypeError && error.message === 'fetch failed') {
    const code = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : 'fetch failed';
    return new OidcError('unreachable', code);
  }
  return error;
}

/** The provider's error code (RFC 6749 4.1.2.1), which anybody could have put into the address. */
function oneWord(text: string): string {
  return /^[\w.-]{1,60}$/.test(text) ? text : 'an unreadable error';
}
