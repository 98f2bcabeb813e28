import type { IncomingMessage } from 'node:http';
import { type Principal, toActor } from '#lib/auth/principal.ts';
import type { Doer } from '#lib/store/auth-store.ts';

/** Who sends a request, and from where, as the server found before anything else saw the request. */
export interface RequestContext {
  readonly principal: Principal;
  /** Address of the browser or program; '' where it is not known. */
  readonly address: string;
  /** Whether it came by https to us or to a proxy that we trust. */
  readonly secure: boolean;
}

type AnyRequest = Request | IncomingMessage;

// Not a header: what a client sends must never be taken for it.
const contexts = new WeakMap<AnyRequest, RequestContext>();
const open: RequestContext = { principal: { kind: 'open' }, address: '', secure: false };

// Next bundles its own copy of this module, and that one must not let everybody in either.
const key = Symbol.for('hvitals.app.login-required');
const holder = globalThis as { [key]?: boolean };

/** From now on a request that nobody was bound to is a fault and not anybody's. Called once, where log-in is asked for. */
export function demandContext(demand: boolean): void {
  holder[key] = demand;
}

/** Says who sends a request. Called by the server alone, once per request. */
export function bindContext(request: AnyRequest, context: RequestContext): void {
  contexts.set(request, context);
}

/** Who sends a request; anybody, where nothing was bound because no log-in is asked for. */
export function contextOf(request: AnyRequest): RequestContext {
  const bound = contexts.get(request);
  if (bound === undefined && holder[key] === true) throw new Error('nobody is bound to this request');
  return bound ?? open;
}

/** The same sender for another form of the same request; nobody stays nobody. */
export function copyContext(from: AnyRequest, to: AnyRequest): void {
  const bound = contexts.get(from);
  if (bound !== undefined) contexts.set(to, bound);
}

/** The sender as the store and the audit take it. `at` in UTC milliseconds. */
export function doerOf(request: AnyRequest, at: number): Doer {
  const { principal, address } = contextOf(request);
  return { actor: toActor(principal), address, at };
}
