import { describe, expect, it } from 'vitest';
import { isLoopback, parseListen } from './listen.ts';

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost', 'LocalHost'])('%s', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['0.0.0.0', '::', '192.168.1.2', 'localhost.example.com', '127.0.0.1.example.com', '1', '::2', ''])('not %s', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});

describe('parseListen', () => {
  it('takes the brackets off an IPv6 address', () => {
    expect(parseListen('[::1]:7480')).toEqual({ host: '::1', port: 7480 });
    expect(parseListen('127.0.0.1:80')).toEqual({ host: '127.0.0.1', port: 80 });
  });
});
