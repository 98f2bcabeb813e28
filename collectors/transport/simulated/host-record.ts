import { failureOf } from './class-answers.ts';
import type { SimulatedRecord } from './records.ts';
import type { SimulatedHost } from './scenario.ts';

const service = 'Msvm_VirtualSystemMigrationServiceSettingData';
const network = 'Msvm_VirtualSystemMigrationNetworkSettingData';

/** The record of collector `host`. Pure. */
export function hostRecord(host: SimulatedHost): SimulatedRecord {
  const { setup, computerName, clockOffsetMs } = host;
  const reasons: string[] = [];
  const answers = (className: string, namespace?: string) => {
    const failure = failureOf(host, className, namespace);
    if (failure !== undefined) reasons.push(failure.reason);
    return failure === undefined;
  };
  const system = answers('Win32_OperatingSystem', 'root/cimv2');
  const computer = answers('Win32_ComputerSystem', 'root/cimv2');
  const isShown = host.rights !== 'none';
  const migrates = answers(service) && isShown;
  const networks = migrates && answers(network);
  const rdmaFailure = failureOf(host, 'MSFT_NetAdapterRdmaSettingData', 'root/StandardCimv2');
  if (rdmaFailure !== undefined && rdmaFailure.outcome !== 'unsupported') reasons.push(rdmaFailure.reason);
  const cluster = clusterOf(host);
  if (cluster.reason !== undefined) reasons.push(cluster.reason);
  const { enabled, compression, smb, authentication, mostVms, mostStorage } = setup.liveMigration;
  const data = {
    computerName: computer ? computerName : null,
    domain: computer ? setup.domain : null,
    version: system ? setup.version : null,
    build: system ? setup.buildNumber : null,
    bootedAt: system ? new Date(setup.bootedAt + clockOffsetMs).toISOString() : null,
    memoryKb: system ? Math.round(setup.memoryBytes / 1_024) : null,
    freeMemoryKb: system ? Math.round(setup.freeMemoryBytes / 1_024) : null,
    liveMigration: migrates ? { enabled, compression, smb, authentication, mostVms, mostStorage } : null,
    networks: networks ? setup.liveMigration.networks : null,
    rdma: rdmaFailure === undefined ? setup.rdmaAdapters : null,
    clustered: cluster.clustered,
    cluster: cluster.cluster,
  };
  return reasons.length === 0 ? { outcome: 'ok', data } : { outcome: 'partial', reason: reasons.join('; '), data };
}

/** As `Add-HvitalsCluster` does: no such namespace is no cluster. */
function clusterOf(host: SimulatedHost) {
  const { cluster } = host.setup;
  const failure = failureOf(host, 'MSCluster_Cluster', 'root/mscluster');
  if (cluster === undefined || failure?.outcome === 'unsupported') return { clustered: false, cluster: null, reason: undefined };
  if (failure !== undefined) return { clustered: null, cluster: null, reason: failure.reason };
  const nodes = failureOf(host, 'MSCluster_Node', 'root/mscluster');
  if (nodes !== undefined) return { clustered: null, cluster: null, reason: nodes.reason };
  return {
    clustered: true,
    cluster: {
      name: cluster.name,
      nodes: cluster.nodes.map(({ name, state, drainStatus }) => ({ name, state, drain: drainStatus })),
    },
    reason: undefined,
  };
}
