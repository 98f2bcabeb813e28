import { z } from 'zod';
import type { ParseContext, ParseResult } from '#collectors/collector.ts';
import { cleanText } from '#lib/model/clean-text.ts';
import type { MigrationNetwork } from '#lib/model/migration-words.ts';
import type { ClusterNodeState, DrainState, HostReading } from '#lib/model/readings/host.ts';
import { optionalCount, optionalDate, optionalInt } from '#lib/model/record-fields.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { decideReadiness } from './decide-readiness.ts';

const longestName = 256;
const mostRows = 64;
/** Free memory is told in so many steps of the whole. */
const memorySteps = 50;

const text = z
  .string()
  .nullish()
  .transform((value) =>
    value === null || value === undefined || value === '' ? undefined : cleanText(value, longestName, 'one-line').text,
  );
const truth = z
  .boolean()
  .nullish()
  .transform((value) => value ?? undefined);

const record = z.object({
  computerName: text,
  domain: text,
  version: text,
  build: z.union([z.string(), z.number()]).nullish(),
  bootedAt: optionalDate,
  memoryKb: optionalCount,
  freeMemoryKb: optionalCount,
  liveMigration: z
    .object({
      enabled: z.boolean(),
      compression: truth,
      smb: truth,
      authentication: optionalInt,
      mostVms: optionalCount,
      mostStorage: optionalCount,
    })
    .nullish(),
  networks: z.array(z.unknown()).nullish(),
  rdma: z.array(z.unknown()).nullish(),
  clustered: truth,
  cluster: z.object({ name: text, nodes: z.array(z.unknown()) }).nullish(),
});
type Record = z.infer<typeof record>;

const networkRow = z.object({
  subnet: text.pipe(z.string()),
  prefixLength: z.number().int().min(0).max(128),
  metric: z.number().int().nonnegative(),
});
const adapterRow = z.object({ name: text.pipe(z.string()), description: text, enabled: z.boolean() });
const nodeRow = z.object({ name: text.pipe(z.string()), state: optionalInt, drain: optionalInt });

type Result = ParseResult<HostReading, never, null>;

/** Record data of collector `host` (shape: host.md) → what the host is set up as. Pure, never throws. */
export function parseHost(data: unknown, _context: ParseContext<never, null>): Result {
  const parsed = record.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      ok: false,
      reason: `The record of the host cannot be read: ${issue?.path.map(String).join('.')}: ${issue?.message}.`,
    };
  }
  const rows = {
    networks: readRows(parsed.data.networks, networkRow),
    rdma: readRows(parsed.data.rdma, adapterRow),
    nodes: readRows(parsed.data.cluster?.nodes, nodeRow),
  };
  const broken = Object.entries(rows).filter(([, { broken: count }]) => count > 0);
  return {
    ok: true,
    host: toReading(parsed.data, rows),
    vms: new Map<VmId, never>(),
    ...(broken.length === 0
      ? {}
      : { partialReason: `Left out: ${broken.map(([name, { broken: count }]) => `${count} rows of ${name}`).join(', ')}.` }),
  };
}

interface Rows {
  readonly networks: Read<z.infer<typeof networkRow>>;
  readonly rdma: Read<z.infer<typeof adapterRow>>;
  readonly nodes: Read<z.infer<typeof nodeRow>>;
}

interface Read<Row> {
  /** Undefined where the host did not say. */
  readonly rows: readonly Row[] | undefined;
  readonly broken: number;
}

function readRows<Row>(rows: readonly unknown[] | null | undefined, schema: z.ZodType<Row>): Read<Row> {
  if (rows === null || rows === undefined) return { rows: undefined, broken: 0 };
  const read = rows.slice(0, mostRows).flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  return { rows: read, broken: rows.length - read.length };
}

function toReading(data: Record, rows: Rows): HostReading {
  const { computerName, domain, version, bootedAt, memoryKb, freeMemoryKb } = data;
  const build = Number(data.build ?? Number.NaN);
  const memoryBytes = memoryKb === undefined ? undefined : memoryKb * 1_024;
  const reading = withoutUndefined({
    computerName,
    domain,
    version: version?.slice(0, 64),
    build: Number.isSafeInteger(build) && build > 0 ? build : undefined,
    bootedAt,
    memoryBytes,
    freeMemoryBytes: toStep(freeMemoryKb, memoryBytes),
    liveMigration: toLiveMigration(data, rows),
    rdmaAdapters: rows.rdma.rows?.map((adapter) => withoutUndefined(adapter)).toSorted((a, b) => compareText(a.name, b.name)),
    cluster: toCluster(data, rows),
  });
  return { ...reading, readiness: decideReadiness(reading) };
}

function toStep(freeKb: number | undefined, memoryBytes: number | undefined): number | undefined {
  if (freeKb === undefined || memoryBytes === undefined || memoryBytes === 0) return undefined;
  const step = memoryBytes / memorySteps;
  return Math.round(Math.min(memorySteps, Math.round((freeKb * 1_024) / step)) * step);
}

function toLiveMigration({ liveMigration: said }: Record, { networks }: Rows): HostReading['liveMigration'] {
  if (said === null || said === undefined) return undefined;
  const { enabled, compression, smb, authentication, mostVms, mostStorage } = said;
  return withoutUndefined({
    enabled,
    network: toNetwork(smb, compression),
    authentication:
      authentication === 0 ? ('credssp' as const) : authentication === 1 ? ('kerberos' as const) : ('unknown' as const),
    mostVms,
    mostStorage,
    networks: networks.rows?.toSorted((a, b) => a.metric - b.metric || compareText(a.subnet, b.subnet)),
  });
}

/** SMB wins over compression; with both off it is TCP (cim-facts.md 10.1). */
function toNetwork(smb: boolean | undefined, compression: boolean | undefined): MigrationNetwork {
  if (smb === true) return 'smb';
  if (smb === undefined || compression === undefined) return 'unknown';
  return compression ? 'compression' : 'tcp';
}

/** As signed or unsigned 32-bit numbers (cim-facts.md 10.3); -1 is unknown. */
const nodeStates: readonly ClusterNodeState[] = ['up', 'down', 'paused', 'joining'];
const drains: readonly DrainState[] = ['none', 'in-progress', 'done', 'failed'];

function toCluster({ clustered, cluster, computerName }: Record, { nodes }: Rows): HostReading['cluster'] {
  if (clustered === false) return null;
  if (clustered === undefined || cluster === null || cluster === undefined) return undefined;
  const all = (nodes.rows ?? []).map(({ name, state, drain }) => ({
    name,
    state: nodeStates[state ?? -1] ?? ('unknown' as const),
    drain: drains[drain ?? -1] ?? ('unknown' as const),
  }));
  const own = all.find(({ name }) => computerName !== undefined && name.toLowerCase() === computerName.toLowerCase());
  return withoutUndefined({
    name: cluster.name,
    nodes: all.toSorted((a, b) => compareText(a.name, b.name)),
    node: own === undefined ? undefined : { state: own.state, drain: own.drain },
  });
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
