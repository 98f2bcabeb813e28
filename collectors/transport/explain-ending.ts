import type { Ending } from './dispatch-protocol.ts';
import { TransportError } from './transport.ts';

/** Text of an engine or a host as part of one plain sentence: one line, no controls, cut. Pure. */
export function plain(text: string, maxCharacters = 300): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point.
  const line = text.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g, ' ').trim();
  return line.length > maxCharacters ? `${line.slice(0, maxCharacters)}...` : line;
}

/** What it means that a call ended otherwise than with its closing frame, once the session was open. Pure. */
export function explainEnding(ending: Ending): TransportError {
  const words = ending.message === '' ? 'no reason was given' : plain(ending.message);
  if (ending.stage !== 'lost' && ending.stage !== 'load' && ending.errorId.startsWith('CommandNotFoundException')) {
    return new TransportError(
      'role-outdated',
      `The endpoint does not offer Invoke-HvitalsScrape; install the Hvitals module there: ${words}`,
    );
  }
  switch (ending.stage) {
    case 'complete':
      return new TransportError('error', `The host's answer broke off before its end: ${words}`);
    case 'load':
      return new TransportError(
        'error',
        `The session does not take the module text (a restricted endpoint must be configured as one): ${words}`,
      );
    case 'call':
      return new TransportError('error', `The module failed on the host: ${words}`);
    case 'connect':
    case 'lost':
      return new TransportError('unreachable', `The session to the host ended: ${words}`);
  }
}
