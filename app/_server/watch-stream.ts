import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Timer } from '#lib/clock.ts';
import type { AccessGate } from './access-gate.ts';

/** How long a stream may outlive the session, token or wall link that opened it. */
const lookMs = 30_000;

/** Looks every now and then whether who opened a stream would still be let in, and ends it where not. */
export function watchStream(
  gate: AccessGate,
  clock: Clock,
  { request, response, path }: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly path: string },
  onError: (error: unknown) => void,
): void {
  let timer: Timer;
  const look = async (): Promise<void> => {
    const admission = await gate.admit(request, path);
    // A store that is away says nothing about anybody, and gives nothing to stream either.
    if (admission.kind === 'refused') response.end();
    else if (!response.writableEnded) next();
  };
  // Nobody would look at it again; its page asks anew, and comes by the gate.
  const fail = (error: unknown): void => {
    onError(error);
    response.end();
  };
  const next = () => {
    timer = clock.setTimer(lookMs, () => void look().catch(fail));
  };
  next();
  response.once('close', () => timer.cancel());
}
