import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { authenticate, type Unrecognised } from '#lib/auth/authenticate.ts';
import { type Client, findClient, type TrustedProxies } from '#lib/auth/client-address.ts';
import { readCredentials } from '#lib/auth/credentials.ts';
import { decideAccess } from '#lib/auth/decide-access.ts';
import { type Principal, toActor } from '#lib/auth/principal.ts';
import type { SessionLimits } from '#lib/auth/session.ts';
import { nobody } from '#lib/model/audit.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import { StoreError } from '#lib/store/store-error.ts';
import type { AuditNotes } from './audit-notes.ts';
import { bindContext } from './request-context.ts';

/** Why a request may not go on, as its answer says it. */
export type GateRefusal = 'login-required' | 'session-expired' | 'token-not-valid' | 'role-too-low';

export type Admission =
  | { readonly kind: 'open'; readonly principal: Principal | undefined; readonly client: Client }
  | {
      readonly kind: 'refused';
      readonly reason: GateRefusal;
      readonly principal: Principal | undefined;
      readonly client: Client;
    }
  | { readonly kind: 'no-store'; readonly error: StoreError; readonly client: Client };

/** Decides about each request before anything else sees it. */
export interface AccessGate {
  clientOf(request: IncomingMessage): Client;
  /** Who sends a request and whether it may go on; binds who it is to the request. `path` as `canonicalPath` gives it. */
  admit(request: IncomingMessage, path: string): Promise<Admission>;
}

export interface AccessGateInput {
  readonly store: () => Promise<AuthStore>;
  readonly limits: SessionLimits;
  readonly trusts: TrustedProxies;
  readonly notes: AuditNotes;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** The gate of a server that asks who everybody is. */
export function createAccessGate(input: AccessGateInput): AccessGate {
  const clientOf = (request: IncomingMessage) => toClient(request, input.trusts);
  return {
    clientOf,
    async admit(request, path) {
      const client = clientOf(request);
      try {
        return await decide(input, request, path, client);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        // The way in says itself what is wrong; for anything else nobody is known.
        return isOpen(path) ? { kind: 'open', principal: undefined, client } : { kind: 'no-store', error, client };
      }
    },
  };
}

async function decide(input: AccessGateInput, request: IncomingMessage, path: string, client: Client): Promise<Admission> {
  const { limits, onError } = input;
  const credentials = readCredentials(request.headers, client.secure);
  if (credentials.length === 0 && isOpen(path)) return { kind: 'open', principal: undefined, client };
  const recognition =
    credentials.length === 0
      ? ({ kind: 'unrecognised', reason: 'no-credential' } as const)
      : await authenticate(credentials, { store: await input.store(), limits, now: input.now(), onError });
  const principal = recognition.kind === 'recognised' ? recognition.principal : undefined;
  if (principal !== undefined) bindContext(request, { principal, ...client });
  const access = decideAccess(principal, path);
  if (access.kind === 'open') return { kind: 'open', principal, client };
  const why = recognition.kind === 'recognised' ? undefined : recognition.reason;
  const reason = toRefusal(why, request.headers.authorization !== undefined);
  const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
  // Who has nothing to show and only reads is somebody who has yet to log in.
  if (isWrite || why !== 'no-credential') {
    const common = { at: input.now(), actor: principal === undefined ? nobody : toActor(principal), address: client.address };
    // People paste secrets into addresses.
    const target = path.replaceAll(/hv[a-z]?_[\w-]*/g, 'hv_…').slice(0, 200);
    await input.notes.refused({ ...common, action: isWrite ? 'request.write' : 'request.read', target, reason: why ?? reason });
  }
  return { kind: 'refused', reason, principal, client };
}

function isOpen(path: string): boolean {
  return decideAccess(undefined, path).kind === 'open';
}

function toRefusal(why: Unrecognised | undefined, hasToken: boolean): GateRefusal {
  if (why === undefined) return 'role-too-low';
  if (why === 'no-credential') return 'login-required';
  if (hasToken) return 'token-not-valid';
  return why === 'idle' || why === 'expired' ? 'session-expired' : 'login-required';
}

function toClient({ socket, headers }: IncomingMessage, trusts: TrustedProxies): Client {
  const forwarded = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  const facts = {
    remoteAddress: socket.remoteAddress,
    encrypted: (socket as Partial<TLSSocket>).encrypted === true,
    forwardedFor: forwarded('x-forwarded-for'),
    forwardedProto: forwarded('x-forwarded-proto'),
  };
  return findClient(facts, trusts);
}

/** The gate of a server where nobody is asked who they are. */
export const openGate: AccessGate = {
  clientOf: (request) => toClient(request, () => false),
  async admit(request) {
    const client = toClient(request, () => false);
    const principal = { kind: 'open' } as const;
    bindContext(request, { principal, ...client });
    return { kind: 'open', principal, client };
  },
};
