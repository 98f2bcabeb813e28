import { z } from 'zod';
import { migrationNetworks } from '../migration-words.ts';

/** States of a cluster's node by name, from `MSCluster_Node.State`; a number that is not here is `unknown`. */
export const clusterNodeStates = ['up', 'down', 'paused', 'joining', 'unknown'] as const;
export type ClusterNodeState = (typeof clusterNodeStates)[number];

/** `NodeDrainStatus`: whether its roles are being moved away. */
export const drainStates = ['none', 'in-progress', 'done', 'failed', 'unknown'] as const;
export type DrainState = (typeof drainStates)[number];

const name = z.string().max(256);

/** What a host is set up as. What it did not say is absent. */
export const hostReading = z.object({
  /** Name, DNS domain and version of Windows. */
  computerName: name.optional(),
  domain: name.optional(),
  /** Such as 10.0.20348. */
  version: z.string().max(64).optional(),
  build: z.number().int().optional(),
  /** ISO 8601 by the clock of the host. */
  bootedAt: z.iso.datetime().optional(),
  memoryBytes: z.number().nonnegative().optional(),
  /** In steps of a fiftieth of the memory, so that not every scrape is a change. */
  freeMemoryBytes: z.number().nonnegative().optional(),
  /** Live migration, absent where Hyper-V did not say. */
  liveMigration: z
    .object({
      enabled: z.boolean(),
      /** Set up, not measured: SMB wins over compression, with both off it is TCP. */
      network: z.enum(migrationNetworks),
      authentication: z.enum(['credssp', 'kerberos', 'unknown']),
      mostVms: z.number().int().nonnegative().optional(),
      mostStorage: z.number().int().nonnegative().optional(),
      /** Subnets that may carry it, the preferred one first; none: any network. Absent where they could not be read. */
      networks: z.array(z.object({ subnet: name, prefixLength: z.number().int(), metric: z.number().int() })).optional(),
    })
    .optional(),
  /** Adapters that know RDMA; absent where they could not be read. */
  rdmaAdapters: z.array(z.object({ name, description: name.optional(), enabled: z.boolean() })).optional(),
  /** Null: the host is in no cluster. Absent: it is not known whether it is. */
  cluster: z
    .object({
      name: name.optional(),
      nodes: z.array(z.object({ name, state: z.enum(clusterNodeStates), drain: z.enum(drainStates) })),
      /** This host among them; absent where none has its name. */
      node: z.object({ state: z.enum(clusterNodeStates), drain: z.enum(drainStates) }).optional(),
    })
    .nullable()
    .optional(),
  /** Whether a live migration can be expected to work, and what stands in its way. */
  readiness: z.object({
    ready: z.boolean(),
    obstacles: z.array(
      z.enum(['unknown', 'disabled', 'smb-without-rdma', 'credssp', 'node-down', 'node-paused', 'node-draining']),
    ),
  }),
});
export type HostReading = z.infer<typeof hostReading>;
export type ReadinessObstacle = HostReading['readiness']['obstacles'][number];
