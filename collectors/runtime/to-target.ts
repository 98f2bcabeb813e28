import type { TransportTarget } from '#collectors/transport/transport.ts';
import type { Target } from '#lib/config/schema.ts';
import type { StoredTarget } from '#lib/store/store.ts';

/** A configured target as the transports want it. Pure. */
export function toTransportTarget(target: Target): TransportTarget {
  const { name, transport } = target;
  switch (transport) {
    case 'local':
    case 'simulated':
      return { name, transport };
    case 'ssh': {
      const { address, port, user, keyFile, knownHostsFile, subsystem, restricted } = target;
      return { name, transport, address, port, user, keyFile, knownHostsFile, subsystem, restricted };
    }
    case 'winrm': {
      const { address, configurationName, useSsl, port } = target;
      return { name, transport, address, configurationName, useSsl, port };
    }
  }
}

/** A configured target as the app sees it. Pure. */
export function toStoredTarget(target: Target): StoredTarget {
  const address = 'address' in target ? target.address : undefined;
  return { host: target.name, transport: target.transport, address, labels: target.labels };
}
