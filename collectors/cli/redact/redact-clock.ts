import { isIPv4, isIPv6 } from 'node:net';
import { parseNtpServer } from '#lib/model/ntp-server.ts';
import { sntpFailures } from '#lib/model/readings/clock.ts';
import type { Tokens } from './tokens.ts';

/** Texts of a clock record that name nobody: words of ours and of W32Time, counts of ticks, the random bits of a request. */
const words: Readonly<Record<string, (text: string) => boolean>> = {
  serversFrom: (text) => ['configured', 'w32time', 'none'].includes(text),
  failure: (text) => sntpFailures.some((failure) => failure === text),
  syncType: (text) => ['NTP', 'NT5DS', 'AllSync', 'NoSync'].includes(text),
  t1: isTicks,
  t4: isTicks,
  sent: (text) => /^[A-Za-z0-9+/]{11}=$/.test(text),
};

function isTicks(text: string): boolean {
  return /^6[0-9]{17}$/.test(text);
}

/** Whether the text is one that a field of a clock record has by itself. */
export function isClockWord(field: string | undefined, text: string): boolean {
  return field !== undefined && Object.hasOwn(words, field) && words[field]?.(text) === true;
}

/** Name or address of an NTP server, its port kept. */
export function redactServer(text: string, tokens: Tokens): string {
  const address = parseNtpServer(text);
  if (address === undefined) return tokens.text('text', text);
  const { host, port } = address;
  const token = isIPv4(host) || isIPv6(host) ? tokens.byShape(host) : tokens.host(host);
  if (port === 123) return token;
  return isIPv6(token) ? `[${token}]:${port}` : `${token}:${port}`;
}

const headerBytes = 48;

/**
 * An NTP answer, without what its server follows (bytes 12 to 15, an address above stratum 1, a name a server chose below) and without
 * anything behind its header. Kiss codes stay where they are of those that RFC 5905 lists.
 */
export function redactAnswer(text: string, tokens: Tokens): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return tokens.text('text', text);
  const bytes = Buffer.from(text, 'base64').subarray(0, headerBytes);
  // Too short for a header: nothing of it is read, so nothing of it is needed.
  if (bytes.length < headerBytes) return Buffer.alloc(bytes.length).toString('base64');
  const name = bytes.toString('latin1', 12, 16);
  const isKnown =
    bytes[1] === 0 ? ['RATE', 'DENY', 'RSTR'].includes(name) : bytes[1] === 1 && /^(GPS|PPS|GNSS|PTP|LOCL|DCFa)\0?$/.test(name);
  if (!isKnown) bytes.fill(0, 12, 16);
  return bytes.toString('base64');
}
