import { always, type Episode, episodeAt, type Span } from './episode.ts';
import type { SimulatedHost } from './scenario.ts';
import { plainSetup, type SimulatedHostSetup } from './simulated-setup.ts';

const minute = 60_000;
/** The first hosts of a fleet make a cluster. */
const mostNodes = 4;
/** One node is paused and drained for a while, as for an update. */
const drained = 2;
const draining: Episode = { everyMs: 90 * minute, offsetMs: 40 * minute, lastsMs: 6 * minute };

const versions = { server2019: '17763', server23h2: '25398' } as const;

/** What a host of the demo fleet is set up as; nodes of the cluster go by SMB, the others compress. The same object while nothing changes. */
export function createDemoSetup(
  hosts: number,
  index: number,
  build: SimulatedHost['build'],
): (now: number) => { readonly setup: SimulatedHostSetup; readonly span: Span } {
  const buildNumber = versions[build];
  const base = { ...plainSetup, buildNumber, version: `10.0.${buildNumber}`, bootedAt: Date.UTC(2024, 11, 1, 3, index) };
  if (hosts < 2 || index >= mostNodes) return () => ({ setup: base, span: always });
  const nodes = Math.min(hosts, mostNodes);
  const [resting, busy] = [false, true].map((isDrained) => toNode(base, nodes, isDrained)) as [
    SimulatedHostSetup,
    SimulatedHostSetup,
  ];
  return (now) => {
    const episode = episodeAt(draining, now);
    return { setup: episode.active ? busy : resting, span: episode };
  };
}

function toNode(base: SimulatedHostSetup, nodes: number, isDrained: boolean): SimulatedHostSetup {
  return {
    ...base,
    liveMigration: { ...base.liveMigration, smb: true, networks: [{ subnet: '192.0.2.0', prefixLength: 24, metric: 1 }] },
    rdmaAdapters: [{ name: 'SLOT 2 Port 1', description: 'Ethernet adapter with RDMA', enabled: true }],
    cluster: {
      name: 'CLUSTER1',
      nodes: Array.from({ length: nodes }, (_, index) => {
        const isOut = isDrained && index === drained;
        return { name: `HV${String(index + 1).padStart(2, '0')}`, state: isOut ? 2 : 0, drainStatus: isOut ? 1 : 0 };
      }),
    },
  };
}
