import { expect, test } from 'vitest';
import { toReferenceChain } from './reference-chain.ts';

const clock = { source: null, reference: null, synchronised: true, stratum: 3 } as const;
const hostClock = {
  server: 'ntp1.example',
  serversFrom: 'w32time',
  servers: [{ server: 'ntp1.example', stratum: 2 }],
  syncType: 'NTP',
} as const;
const withServers = { ...hostClock, servers: [...hostClock.servers] };
const kinds = (...chain: Parameters<typeof toReferenceChain>) => {
  const { nodes, links } = toReferenceChain(...chain);
  expect(links).toHaveLength(nodes.length - 1);
  return nodes.map(({ kind }, index) => [kind, links[index]].filter(Boolean).join(' ')).join(' > ');
};

test('a guest that takes its host’s time hangs on what the host follows', () => {
  const chain = toReferenceChain({ ...clock, source: 'host-ptp', reference: 'PHC0' }, 'hv01', withServers);
  expect(chain.nodes).toEqual([
    { kind: 'vm' },
    { kind: 'host', host: 'hv01' },
    { kind: 'ntp', name: 'ntp1.example', stratum: 2 },
  ]);
  expect(chain.links).toEqual(['follows', 'follows']);
  expect(chain.via).toBe('host-ptp');
});

test('a server that hvitals was told to ask, or a host that follows nothing, is only measured', () => {
  const source = { ...clock, source: 'host-service' } as const;
  expect(kinds(source, 'hv01', { ...withServers, serversFrom: 'configured' })).toBe('vm follows > host measured > ntp');
  expect(kinds(source, 'hv01', { ...withServers, syncType: 'NoSync' })).toBe('vm follows > host measured > ntp');
});

test('a host whose clock no server has answered for ends the chain in the unknown, and one that is not at hand with itself', () => {
  const source = { ...clock, source: 'host-ptp' } as const;
  expect(kinds(source, 'hv01', { ...withServers, server: null })).toBe('vm follows > host measured > unknown');
  expect(kinds(source, 'hv01', null)).toBe('vm follows > host measured > unknown');
  expect(kinds(source, 'hv01', undefined)).toBe('vm follows > host');
});

test('a guest with servers of its own does not hang on its host', () => {
  const chain = toReferenceChain({ ...clock, source: 'ntp', reference: '192.0.2.1' }, 'hv01', withServers);
  expect(chain.nodes).toEqual([{ kind: 'vm' }, { kind: 'ntp', name: '192.0.2.1', stratum: 3 }]);
  expect(chain.via).toBeUndefined();
});

test('a clock that is not synchronised hangs on nothing for now', () => {
  expect(kinds({ ...clock, source: 'ntp', synchronised: false }, 'hv01', withServers)).toBe('vm broken > ntp');
  expect(kinds({ ...clock, source: 'host-ptp', synchronised: false }, 'hv01', withServers)).toBe(
    'vm broken > host follows > ntp',
  );
});

test('other sources are what they are', () => {
  expect(kinds({ ...clock, source: 'refclock' }, 'hv01', withServers)).toBe('vm follows > refclock');
  expect(kinds({ ...clock, source: 'local' }, 'hv01', withServers)).toBe('vm follows > local');
  expect(kinds(clock, 'hv01', withServers)).toBe('vm follows > unknown');
});
