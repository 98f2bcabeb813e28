/** Where a server listens. IPv6 addresses come without brackets. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** Splits `127.0.0.1:7480` or `[::1]:7480`, whose shape the schema has checked. */
export function parseListen(text: string): Listen {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(at + 1)) };
}

/** True for addresses that only this machine can reach (RFC 1122 3.2.1.3 and RFC 4291 2.5.3) and for `localhost`. */
export function isLoopback(host: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host.toLowerCase() === 'localhost';
}
