import { expect, it } from 'vitest';
import { parseNtpServer } from './ntp-server.ts';

it.each([
  ['time.windows.com', { host: 'time.windows.com', port: 123 }],
  ['dc01', { host: 'dc01', port: 123 }],
  ['192.0.2.1:1123', { host: '192.0.2.1', port: 1123 }],
  ['2001:db8::1', { host: '2001:db8::1', port: 123 }],
  ['::ffff:192.0.2.1', { host: '::ffff:192.0.2.1', port: 123 }],
  ['[2001:db8::1]', { host: '2001:db8::1', port: 123 }],
  ['[2001:db8::1]:1123', { host: '2001:db8::1', port: 1123 }],
])('reads %s', (text, expected) => {
  expect(parseNtpServer(text)).toEqual(expected);
});

it.each([
  '',
  ' ',
  'a b',
  'time.windows.com,0x9',
  'host:',
  'host:0',
  'host:65536',
  '[dc01]',
  '[::1',
  '-x',
  'x;reboot',
  'http://x',
])('refuses %j', (text) => {
  expect(parseNtpServer(text)).toBeUndefined();
});
