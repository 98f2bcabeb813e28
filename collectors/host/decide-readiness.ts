import type { HostReading, ReadinessObstacle } from '#lib/model/readings/host.ts';

/** What alone does not keep a migration from working: it takes another way, or only started from elsewhere it fails. */
const hints: ReadonlySet<ReadinessObstacle> = new Set(['smb-without-rdma', 'credssp']);

/**
 * Whether live migrations from and to this host can be expected to work by what it is set up as. `credssp`: only where they are started
 * on the source host itself. `smb-without-rdma`: set up for SMB, and no adapter has RDMA switched on. Pure.
 */
export function decideReadiness({
  liveMigration,
  rdmaAdapters,
  cluster,
}: Omit<HostReading, 'readiness'>): HostReading['readiness'] {
  const obstacles: ReadinessObstacle[] = [];
  if (liveMigration === undefined) obstacles.push('unknown');
  else {
    if (!liveMigration.enabled) obstacles.push('disabled');
    const hasRdma = rdmaAdapters === undefined || rdmaAdapters.some(({ enabled }) => enabled);
    if (liveMigration.network === 'smb' && !hasRdma) obstacles.push('smb-without-rdma');
    if (liveMigration.authentication === 'credssp') obstacles.push('credssp');
  }
  const node = cluster?.node;
  if (node?.state === 'down') obstacles.push('node-down');
  if (node?.state === 'paused') obstacles.push('node-paused');
  if (node?.drain === 'in-progress') obstacles.push('node-draining');
  return { ready: obstacles.every((one) => hints.has(one)), obstacles };
}
