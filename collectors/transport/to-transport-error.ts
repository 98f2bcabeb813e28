import { CallFailedError, ProcessEndedError } from './process-end.ts';
import { TransportError } from './transport.ts';

/** A call given up by its caller. */
export function timedOut(isOpen: boolean): TransportError {
  return new TransportError('timeout', isOpen ? 'The host did not finish in time.' : 'No session was open in time.');
}

/** A call whose process ended under it. */
export function processEnded(error: ProcessEndedError): TransportError {
  return new TransportError('error', error.message, { cause: error });
}

function toTransportError(error: unknown): unknown {
  if (error instanceof ProcessEndedError) return processEnded(error);
  if (error instanceof CallFailedError)
    return new TransportError('error', `The session could not be started: ${error.message}`, { cause: error });
  return error;
}

/** For `catch`: what the processes throw, as what a transport throws. */
export function rethrow(error: unknown): never {
  throw toTransportError(error);
}
