import { acceptsGzip } from './accepts-gzip.ts';

export interface CompressionFacts {
  readonly acceptEncoding: string | undefined;
  /** As the socket has it. */
  readonly remoteAddress: string | undefined;
  /** Whether the header is there by which Prometheus and vmagent say how long they wait. */
  readonly isScraper: boolean;
}

export interface CompressionDecision {
  readonly gzip: boolean;
  readonly reason: 'not-asked' | 'asked' | 'scraper-on-this-machine';
}

/**
 * Whether a body is compressed: where it is asked for, but not for a scraper on this very machine. Scrapers always ask; here the bytes
 * cross no network, and packing and unpacking would take a third of the scrape's time from the same processor. Pure.
 */
export function decideCompression({ acceptEncoding, remoteAddress, isScraper }: CompressionFacts): CompressionDecision {
  if (!acceptsGzip(acceptEncoding)) return { gzip: false, reason: 'not-asked' };
  if (isScraper && isLoopback(remoteAddress ?? '')) return { gzip: false, reason: 'scraper-on-this-machine' };
  return { gzip: true, reason: 'asked' };
}

/** Also an IPv4 address as a socket for both kinds has it. */
function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
