import { findingCodes, severityOf } from '#lib/findings/finding.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import type { Sample } from '#lib/series/sample.ts';

/** Families of the findings; no collector claims them. */
export const findingDefinitions = [catalog.hvitals_vm_finding, catalog.hvitals_finding_vms] as const;

/** Families of the findings about hosts. */
export const hostFindingDefinitions = [catalog.hvitals_host_finding] as const;
export const hostFindingFamilies: readonly string[] = hostFindingDefinitions.map(({ name }) => name);

/** One sample per finding about a host that holds. Pure. */
export function toHostFindingSamples(
  held: Iterable<{ readonly host: string; readonly code: string; readonly severity: string }>,
): readonly Sample[] {
  return [...held].map(({ host, code, severity }) => ({
    metric: catalog.hvitals_host_finding.name,
    labels: { host, code, severity },
    value: 1,
  }));
}

/** One sample per finding that holds. Pure. */
export function toFindingSamples(
  vm: { readonly vmId: string; readonly name: string },
  held: Iterable<{ readonly code: string; readonly severity: string }>,
): readonly Sample[] {
  return [...held].map(({ code, severity }) => ({
    metric: catalog.hvitals_vm_finding.name,
    labels: { vm_id: vm.vmId, vm: vm.name, code, severity },
    value: 1,
  }));
}

/** How many VMs have each finding; 0 is said, because every VM has been judged. Pure. */
export function toFindingCountSamples(countOf: (code: string) => number): readonly Sample[] {
  return findingCodes.map((code) => ({
    metric: catalog.hvitals_finding_vms.name,
    labels: { code, severity: severityOf[code] },
    value: countOf(code),
  }));
}
