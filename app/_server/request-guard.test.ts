import { expect, test } from 'vitest';
import { checkHost, securityHeaders } from './request-guard.ts';

test.each(['127.0.0.1', '127.0.0.1:7480', 'localhost:7480', 'LOCALHOST', '[::1]:7480', '127.1.2.3:1', 'localhost.:80'])(
  'a browser on this machine may call us %s',
  (host) => {
    expect(checkHost(host)).toBeUndefined();
  },
);

test.each([
  'evil.example',
  'evil.example:7480',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '192.0.2.1:7480',
  '[::2]',
  '::1.example',
])('a page that points its own name at us is turned away: %s', (host) => {
  expect(checkHost(host)).toBe('foreign-host');
});

test('a request without a host is turned away', () => {
  expect(checkHost(undefined)).toBe('no-host');
  expect(checkHost('')).toBe('no-host');
});

test('only scripts with the nonce of this answer may run', () => {
  const policy = securityHeaders('abc')['content-security-policy'] ?? '';
  expect(policy).toContain(`script-src 'self' 'nonce-abc'`);
  expect(policy).not.toContain('unsafe');
});
