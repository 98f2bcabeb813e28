import type { SimulatedHost } from './scenario.ts';

/** A fleet that a test sets by hand. */
export interface ScenarioFleet {
  hostAt(name: string): SimulatedHost | undefined;
  /** Puts the host in the place of the one with its name. */
  set(host: SimulatedHost): void;
  /** From now on the host is out of reach. */
  remove(name: string): void;
}

/** Hosts that stay as they are until the test changes them. */
export function createScenarioFleet(hosts: readonly SimulatedHost[]): ScenarioFleet {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  return {
    hostAt: (name) => byName.get(name),
    set: (host) => void byName.set(host.name, host),
    remove: (name) => void byName.delete(name),
  };
}
