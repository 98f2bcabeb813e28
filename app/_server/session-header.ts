import type { IncomingHttpHeaders } from 'node:http';
import { type ApiSession, apiSession } from '#lib/model/api/session.ts';

/** Header by which pages learn who reads them. What a browser sends under this name does not count. */
const sessionHeader = 'x-hvitals-session';

/** Says who reads the page; nobody without a session. Called by the server alone, for each request. */
export function setSessionHeader(headers: IncomingHttpHeaders, session: ApiSession | undefined): void {
  if (session === undefined) delete headers[sessionHeader];
  else headers[sessionHeader] = encodeURIComponent(JSON.stringify(session));
}

/** Who reads the page, or undefined for nobody. */
export function readSessionHeader(headers: Pick<Headers, 'get'>): ApiSession | undefined {
  const value = headers.get(sessionHeader);
  return value === null ? undefined : apiSession.parse(JSON.parse(decodeURIComponent(value)));
}
