import { isLoopback } from '#lib/config/listen.ts';

/** Why a request is turned away, or `undefined` where it may pass. */
export type Refusal = 'no-host' | 'foreign-host';

/** Decides whether a browser may have asked for this name. */
export type HostCheck = (hostHeader: string | undefined) => Refusal | undefined;

/**
 * The check of a server where nobody is asked who they are. `externalName` is the name of web.externalUrl, by which a proxy on this machine may
 * bring people in. Where log-in is asked for, any name passes: cookies are bound to a name, so a page that points its own name at us
 * brings none of ours, and is nobody.
 */
export function hostCheckFor(login: 'required' | 'none', externalUrl: string | undefined): HostCheck {
  if (login === 'required') return (host) => (host === undefined || host === '' ? 'no-host' : undefined);
  const external = externalUrl === undefined ? undefined : new URL(externalUrl).host;
  return (host) => (host !== undefined && host === external ? undefined : checkHost(host));
}

/**
 * Checks the Host header of a server that listens on loopback. A page of the internet can point its own name at 127.0.0.1 and
 * read us from the victim's browser (DNS rebinding), but it cannot change the name that the browser sends.
 */
export function checkHost(hostHeader: string | undefined): Refusal | undefined {
  if (hostHeader === undefined || hostHeader === '') return 'no-host';
  const name = hostHeader.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(name.replace(/\.$/, '')) ? undefined : 'foreign-host';
}

/**
 * Headers of every answer. Scripts run only with this answer's nonce, which Next reads from the same header on the request, so markup
 * that a guest smuggles in could not run. A polling page is nobody's frame and needs no device.
 */
export function securityHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
