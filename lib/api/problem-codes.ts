/** Every word that a refusal of the API can carry, with its status and what it means. */
export const problemCodes = {
  'unknown-parameter': [400, 'A query parameter that there is not; the detail names those that there are.'],
  'bad-parameter': [400, 'A query parameter with a value that it cannot have; `errors` names it.'],
  'bad-json': [400, 'The body is not one JSON value in UTF-8.'],
  'body-cut-off': [400, 'The connection broke before the body was whole.'],
  'login-required': [401, 'Nobody is known to send this: log in, or send a token.'],
  'session-expired': [401, 'The session has ended.'],
  'token-not-valid': [401, 'The token is unknown, has run out, or was revoked.'],
  'role-too-low': [403, 'The role of the sender does not allow it.'],
  'foreign-origin': [403, 'The write comes from a page of another origin.'],
  'no-request-header': [403, 'The write lacks the header `x-hvitals-request: 1`.'],
  csrf: [403, 'The write of a session lacks its token, `csrfToken` of `GET /api/v1/session`, as `x-hvitals-csrf`.'],
  'not-found': [404, 'There is no such thing, or no such path.'],
  'not-active': [404, 'No alert with this fingerprint is pending or firing now.'],
  'not-acknowledged': [404, 'The alert is not acknowledged, or not active any more.'],
  'method-not-allowed': [405, 'The path does not answer this method; `allow` names those that it does.'],
  'body-too-slow': [408, 'The body did not arrive within 10 seconds.'],
  'matches-everything': [409, 'The matchers leave next to nothing out: send `confirmed: true` where that is meant.'],
  expired: [409, 'The silence is over.'],
  'body-too-large': [413, 'The body is longer than 64 KB.'],
  'not-json': [415, 'The body is not sent as `application/json`.'],
  'not-valid': [422, 'Fields of the body are wrong; `errors` names each.'],
  'too-many-requests': [429, 'More was asked for than is answered; `retry-after` says in how many seconds to ask again.'],
  failed: [500, 'A fault of hvitals; its log says what.'],
  'stream-full': [503, 'Too many clients read the stream; `retry-after` says when to come again.'],
  'store-missing': [
    503,
    'There is no store yet: the collectors create it. What else a store can lack is `store-` and a word, too.',
  ],
} as const satisfies Readonly<Record<string, readonly [status: number, meaning: string]>>;

export type ProblemCode = keyof typeof problemCodes;
