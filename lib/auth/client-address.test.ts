import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addressGroup, findClient, parseTrustedProxies } from './client-address.ts';

const trusts = parseTrustedProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
const facts = { remoteAddress: '127.0.0.1', encrypted: false, forwardedFor: undefined, forwardedProto: undefined };

describe('the client is', () => {
  it.each([
    [
      'who the socket says, where it is no proxy of ours',
      { remoteAddress: '192.0.2.9', forwardedFor: '1.1.1.1', forwardedProto: 'https' },
      '192.0.2.9',
      false,
    ],
    ['who the proxy says', { forwardedFor: '192.0.2.9', forwardedProto: 'https' }, '192.0.2.9', true],
    ['the last before our proxies', { forwardedFor: '6.6.6.6, 192.0.2.9, 10.1.1.1' }, '192.0.2.9', false],
    ['the proxy itself where it says nothing', {}, '127.0.0.1', false],
    ['the last that makes sense', { forwardedFor: '6.6.6.6, unknown, 10.1.1.1' }, '10.1.1.1', false],
    ['named with brackets and port', { forwardedFor: '[2001:db8::1]:4711' }, '2001:db8::1', false],
    ['IPv4 on a socket for both kinds', { remoteAddress: '::ffff:10.2.3.4', forwardedFor: '192.0.2.9' }, '192.0.2.9', false],
    ['as secure as the last proxy says', { forwardedFor: '192.0.2.9', forwardedProto: 'https, http' }, '192.0.2.9', false],
    ['as secure as our own socket', { remoteAddress: '192.0.2.9', encrypted: true }, '192.0.2.9', true],
  ])('%s', (_, given, address, secure) => {
    expect(findClient({ ...facts, ...given }, trusts)).toEqual({ address, secure });
  });

  it('never made up by itself: what it writes in the header does not change who it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (forged) => {
        const forwardedFor = [...forged, '192.0.2.9'].join(',');
        expect(findClient({ ...facts, forwardedFor }, trusts).address).toBe('192.0.2.9');
        expect(findClient({ ...facts, remoteAddress: '192.0.2.9', forwardedFor: forged.join(',') }, trusts).address).toBe(
          '192.0.2.9',
        );
      }),
    );
  });
});

test('an IPv6 customer counts as one, whatever address of the network is used', () => {
  expect(addressGroup('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(addressGroup('2001:0db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(addressGroup('2001:db8::9')).toBe('2001:db8:0:0::/64');
  expect(addressGroup('::1')).toBe('0:0:0:0::/64');
  expect(addressGroup('192.0.2.1')).toBe('192.0.2.1');
  expect(addressGroup('')).toBe('');
});
