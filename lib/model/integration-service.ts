/**
 * The six integration services, keyed by the component GUID that Hyper-V itself uses, because names and descriptions
 * are localised (hyperv-facts.md 2.1). GUIDs are lower case.
 */
export const integrationServices = [
  'heartbeat',
  'kvp',
  'shutdown',
  'time-synchronization',
  'vss',
  'guest-service-interface',
] as const;

export type IntegrationService = (typeof integrationServices)[number];

export const componentGuids: Readonly<Record<IntegrationService, string>> = {
  heartbeat: '84eaae65-2f2e-45f5-9bb5-0e857dc8eb47',
  kvp: '2a34b1c2-fd73-4043-8a5b-dd2159bc743f',
  shutdown: '9f8233ac-be49-4c79-8ee3-e7e1985b2077',
  'time-synchronization': '2497f4de-e9fa-4204-80e4-4b75c46419c0',
  vss: '5ced1297-4598-4915-a5fc-ad21bb4d02a4',
  'guest-service-interface': '6c09bb55-d683-4da0-8931-c9bf705f6480',
};

const byGuid = new Map(integrationServices.map((service) => [componentGuids[service], service]));

/** The service of a component GUID in any letter case, or undefined for a component that hvitals does not follow. */
export function serviceOfComponent(componentGuid: string): IntegrationService | undefined {
  return byGuid.get(componentGuid.toLowerCase());
}
