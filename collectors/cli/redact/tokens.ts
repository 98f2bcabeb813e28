import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const datePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const macPattern = /^[0-9a-f]{2}([:-]?[0-9a-f]{2}){5}$/i;
const domainPattern = /^(?=.{3,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+\.?$/i;

/** Addresses for documentation: TEST-NET-1 (RFC 5737), then the benchmarking range (RFC 2544). */
function toIpv4(number: number): string {
  if (number <= 254) return `192.0.2.${number}`;
  const rest = number - 255;
  return `198.${18 + ((rest >> 16) & 1)}.${(rest >> 8) & 255}.${rest & 255}`;
}

/**
 * Stand-ins for what must not leave the house: the same text gets the same stand-in within one capture and another one in the next,
 * and a stand-in keeps the shape: a GUID is a GUID, an address an address. Nothing of the original is in it, not even hashed without a key.
 */
export class Tokens {
  readonly #key = randomBytes(32);
  readonly #known = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** Name of a host; with its domain it gets the same number as without. */
  host(name: string): string {
    const [label = '', ...domain] = name.split('.');
    const token = this.#token('host', label.toLowerCase(), (number) => `host-${number}`);
    return domain.length === 0 ? token : `${token}.example`;
  }

  vm(name: string): string {
    return this.#token('vm', name, (number) => `vm-${number}`);
  }

  guid(guid: string): string {
    return this.#token(
      'guid',
      guid.toLowerCase(),
      (number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
    );
  }

  ipv4(address: string): string {
    return this.#token('ipv4', address, toIpv4);
  }

  /** Link-local ones stay link-local, because pages and parsers tell them apart. */
  ipv6(address: string): string {
    const linkLocal = /^fe[89ab]/i.test(address);
    return this.#token('ipv6', address.toLowerCase(), (number) => `${linkLocal ? 'fe80' : '2001:db8'}::${number.toString(16)}`);
  }

  /** Addresses for documentation (RFC 9542), then those that are locally administered. */
  mac(address: string): string {
    const separator = /[:-]/.exec(address)?.[0] ?? '';
    const digits = this.#token('mac', address.replace(/[:-]/g, '').toLowerCase(), (number) =>
      number <= 255 ? `00005e0053${number.toString(16).padStart(2, '0')}` : `02${number.toString(16).padStart(10, '0')}`,
    );
    return (digits.match(/../g) ?? []).join(separator);
  }

  /** A hash of what a guest wrote could be guessed, so it is hashed again with a key that is forgotten. 16 hex digits stay 16. */
  hash(hash: string): string {
    return createHmac('sha256', this.#key).update(hash).digest('hex').slice(0, 16);
  }

  /** Any other text, by what it is: `value-3`. */
  text(kind: 'text' | 'key' | 'value', text: string): string {
    return this.#token(kind, text, (number) => `${kind}-${number}`);
  }

  /** What a text looks like decides what stands in for it: names seen before, GUIDs, addresses and lists of them, domains, dates. */
  byShape(text: string, kind: 'text' | 'value' = 'text'): string {
    const trimmed = text.trim();
    const seen = this.#known.get(`vm\0${trimmed}`) ?? this.#known.get(`host\0${trimmed.toLowerCase()}`);
    if (seen !== undefined) return seen;
    if (trimmed === '') return '';
    if (datePattern.test(trimmed)) return trimmed;
    if (guidPattern.test(trimmed)) return this.guid(trimmed);
    if (isIPv4(trimmed)) return this.ipv4(trimmed);
    if (isIPv6(trimmed)) return this.ipv6(trimmed);
    if (macPattern.test(trimmed)) return this.mac(trimmed);
    const parts = trimmed.split(';');
    if (parts.length > 1 && parts.every((part) => part === '' || isIPv4(part) || isIPv6(part))) {
      return parts.map((part) => this.byShape(part, kind)).join(';');
    }
    return domainPattern.test(trimmed) && /[a-z]/i.test(trimmed) ? this.host(trimmed) : this.text(kind, text);
  }

  #token(kind: string, text: string, make: (number: number) => string): string {
    const id = `${kind}\0${text}`;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    const token = make(number);
    this.#known.set(id, token);
    return token;
  }
}
