import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Client } from '#lib/auth/client-address.ts';
import { readCredentials, renderCookie } from '#lib/auth/credentials.ts';
import { type LogInFrom, type LogInParts, type LogInResult, logIn } from '#lib/auth/log-in.ts';
import { safeReturnPath } from '#lib/auth/return-path.ts';
import { digestSecret } from '#lib/auth/secret.ts';
import type { SessionLimits } from '#lib/auth/session.ts';
import { nobody } from '#lib/model/audit.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { acceptWrite, type WriteLimits } from './accept-write.ts';
import type { AccessGate } from './access-gate.ts';
import { toHandler } from './api-handlers.ts';
import type { AuditNotes } from './audit-notes.ts';
import type { Methods } from './http-server.ts';
import { answerProblem, toProblem } from './problem-response.ts';

export interface LogInHandlersInput extends Pick<LogInParts, 'desk' | 'limiter'> {
  readonly gate: AccessGate;
  readonly store: () => Promise<AuthStore>;
  readonly limits: SessionLimits;
  readonly notes: AuditNotes;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly writes: WriteLimits;
}

const body = z.strictObject({
  name: z.string().max(1_000),
  password: z.string().max(10_000),
  to: z.string().max(2_000).optional(),
});
/** Who logs in is nobody yet: no session can be misused, and the origin is checked. */
const stranger = { kind: 'open' } as const;

/** `POST /auth/login` and `POST /auth/logout`. */
export function logInHandlers(input: LogInHandlersInput): ReadonlyMap<string, Methods> {
  const { gate } = input;
  return new Map<string, Methods>([
    ['/auth/login', { POST: toHandler((request, incoming) => answerLogIn(input, request, fromOf(incoming, gate, input.now()))) }],
    [
      '/auth/logout',
      { POST: toHandler((request, incoming) => answerLogOut(input, request, fromOf(incoming, gate, input.now()))) },
    ],
  ]);
}

type From = LogInFrom & Pick<Client, 'secure'>;

/** Where a request for a log-in comes from, and the session that its browser has already. */
export function fromOf(request: IncomingMessage, gate: AccessGate, now: number): From {
  const { address, secure } = gate.clientOf(request);
  const session = readCredentials({ cookie: request.headers.cookie }, secure).find(({ kind }) => kind === 'session');
  const earlierDigest = session?.kind === 'session' ? digestSecret(session.secret) : undefined;
  const userAgent = request.headers['user-agent'] ?? '';
  return { address, secure, userAgent, now, ...(earlierDigest !== undefined && { earlierDigest }) };
}

/** The cookie of a new session. It lasts as long as a session may; an idle one ends in the store. */
export function sessionCookie(secret: string, secure: boolean, limits: SessionLimits): string {
  return renderCookie('session', secret, { secure, maxAgeSeconds: Math.floor(limits.lifeMs / 1_000) });
}

async function answerLogIn(input: LogInHandlersInput, request: Request, from: From): Promise<Response> {
  const { desk, limiter, limits, writes, notes } = input;
  const accepted = await acceptWrite(request, writes, stranger);
  if (!accepted.ok) {
    const { code } = accepted.problem;
    await notes.refused({
      at: from.now,
      actor: nobody,
      address: from.address,
      action: 'session.start',
      target: '',
      reason: code,
    });
    return answerProblem(accepted.problem, { connection: 'close' });
  }
  const parsed = body.safeParse(accepted.body);
  if (!parsed.success) return answerProblem(toProblem(422, 'not-valid', 'The body must be {name, password, to?}.'));
  const { name, password, to } = parsed.data;
  return orNoStore(async () => {
    const result = await logIn({ store: await input.store(), desk, limiter }, { name: name.trim(), password }, from);
    if (result.kind === 'refused') return answerRefused(result);
    const headers = { 'cache-control': 'no-store', 'set-cookie': sessionCookie(result.sessionSecret, from.secure, limits) };
    return Response.json({ to: safeReturnPath(to) }, { headers });
  });
}

function answerRefused(result: Extract<LogInResult, { kind: 'refused' }>): Response {
  switch (result.reason) {
    case 'wrong':
      return answerProblem(toProblem(401, 'wrong', 'Name or password are wrong.'));
    case 'busy':
      return answerProblem(toProblem(503, 'busy', 'Too many people log in at this moment: try again in a few seconds.'), {
        'retry-after': '3',
      });
    case 'no-users': {
      const detail = 'There are no users yet: run "hvitals user add NAME --role admin" on the machine of hvitals.';
      return answerProblem(toProblem(409, 'no-users', detail));
    }
    case 'wait': {
      const detail = `After so many wrong passwords the next try is in ${result.seconds} s.`;
      return answerProblem(toProblem(429, 'wait', detail), { 'retry-after': String(result.seconds) });
    }
  }
}

/** Ends the session whose cookie the browser has; without one there is nothing to end. Another site cannot ask for it. */
async function answerLogOut(input: LogInHandlersInput, request: Request, from: From): Promise<Response> {
  const accepted = await acceptWrite(request, input.writes, stranger);
  if (!accepted.ok) return answerProblem(accepted.problem, { connection: 'close' });
  return orNoStore(async () => {
    const { earlierDigest, address, now, secure } = from;
    const store = await input.store();
    const found = earlierDigest === undefined ? undefined : await store.findSession(earlierDigest);
    if (found !== undefined && earlierDigest !== undefined) {
      const { id, name } = found.user;
      await store.endSession(earlierDigest, { actor: { kind: 'user', id, name }, address, at: now });
    }
    const headers = new Headers({ 'cache-control': 'no-store', 'clear-site-data': '"cache"' });
    headers.append('set-cookie', renderCookie('session', '', { secure, maxAgeSeconds: 0 }));
    return Response.json({ to: '/login' }, { headers });
  });
}

async function orNoStore(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return answerProblem(toProblem(503, `store-${error.code}`, `The store cannot be asked who you are: ${error.advice}`));
  }
}
