import type { Operation } from '#lib/api/operation.ts';
import { addressGroup } from '#lib/auth/client-address.ts';
import { type Clock, systemClock } from '#lib/clock.ts';
import type { ApiProblem } from '#lib/model/api/problem.ts';
import { toProblem } from './problem-response.ts';
import type { RequestContext } from './request-context.ts';

/** How much may be asked for: so many at once, and so many in each second from then on. */
interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

export type RateClass = 'read' | 'write' | 'costly';

/**
 * A page reads what it shows at most once a second, in some five requests; thirty tabs of one person, opened together, do not come
 * near the first. History is work in proportion to what is asked for, and is read once a minute by each chart.
 */
const allowances: Readonly<Record<RateClass, Allowance>> = {
  read: { burst: 3_000, perSecond: 300 },
  write: { burst: 120, perSecond: 6 },
  costly: { burst: 300, perSecond: 10 },
};

/** Most senders that are kept; of a sender that is forgotten everything is allowed anew. */
const mostSenders = 10_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** What came of asking for one more. Times in whole seconds, rounded up. */
export interface RateAnswer {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until everything is allowed again; where nothing is, until one more is. */
  readonly seconds: number;
}

/** Counts requests by sender and class (a token bucket of each). The memory is bounded: who has asked longest ago is forgotten first. */
export class RateLimiter {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#buckets.size;
  }

  take(sender: string, rateClass: RateClass): RateAnswer {
    const { burst, perSecond } = allowances[rateClass];
    const key = `${rateClass} ${sender}`;
    const now = this.#clock.monotonic();
    const known = this.#buckets.get(key);
    const tokens = known === undefined ? burst : Math.min(burst, known.tokens + ((now - known.filledAt) / 1_000) * perSecond);
    const allowed = tokens >= 1;
    const left = allowed ? tokens - 1 : tokens;
    // Taken out and put in again, so that the first of the map is who has asked longest ago.
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: left, filledAt: now });
    if (this.#buckets.size > mostSenders) this.#forgetOne();
    const seconds = Math.ceil((allowed ? burst - left : 1 - left) / perSecond);
    return { allowed, limit: burst, remaining: Math.floor(left), seconds };
  }

  #forgetOne(): void {
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** By whom a request counts; undefined for whoever sits at the machine of an hvitals without log-in. */
export function senderOf({ principal, address }: RequestContext): string | undefined {
  switch (principal.kind) {
    case 'user':
      return `user ${principal.userId}`;
    case 'token':
      return `token ${principal.tokenId}`;
    case 'wall-link':
      return `wall-link ${principal.linkId}`;
    case 'open':
      return address === '' || address === '::1' || address.startsWith('127.') ? undefined : `address ${addressGroup(address)}`;
  }
}

export function classOf({ method, cost }: Pick<Operation, 'cost'> & { readonly method: string }): RateClass {
  if (cost === 'high') return 'costly';
  return method === 'GET' ? 'read' : 'write';
}

/** The limiter of this process. */
const shared = new RateLimiter(systemClock);

/** What goes with the answer, and what it is where there is to be no other. */
export interface RateLimited {
  readonly headers: Readonly<Record<string, string>>;
  readonly problem?: ApiProblem;
}

/** Counts a request. The headers go with its answer, whatever that is; where there is a problem, that is the answer. */
export function limitRate(
  operation: Pick<Operation, 'cost'> & { readonly method: string },
  context: RequestContext,
  limiter: RateLimiter = shared,
): RateLimited {
  const sender = senderOf(context);
  if (sender === undefined) return { headers: {} };
  const { allowed, limit, remaining, seconds } = limiter.take(sender, classOf(operation));
  const headers = {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(seconds),
  };
  if (allowed) return { headers };
  const detail = `This asks for more than is answered: ask again in ${seconds} s, and less often from then on.`;
  // What is left of a body that nobody reads must not be taken for the next request.
  return {
    headers: { ...headers, 'retry-after': String(seconds), connection: 'close' },
    problem: toProblem(429, 'too-many-requests', detail),
  };
}
