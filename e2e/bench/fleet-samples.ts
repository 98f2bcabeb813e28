import { createHash } from 'node:crypto';
import { catalog } from '#lib/metrics/catalog.ts';
import type { MetricDefinition } from '#lib/metrics/metric-definition.ts';
import { integrationServices } from '#lib/model/integration-service.ts';
import type { Sample } from '#lib/series/sample.ts';

/** Series of one VM, as the collectors make them of a healthy one. */
export const seriesPerVm = 14;

const plain: readonly MetricDefinition[] = [
  catalog.hvitals_vm_state,
  catalog.hvitals_vm_health_state,
  catalog.hvitals_vm_start_time_seconds,
  catalog.hvitals_vm_heartbeat_status,
  catalog.hvitals_vm_heartbeat_application_status,
  catalog.hvitals_vm_kvp_intrinsic_items,
  catalog.hvitals_vm_kvp_guest_items,
];
export const vmDefinitions: readonly MetricDefinition[] = [
  catalog.hvitals_vm_info,
  ...plain,
  catalog.hvitals_vm_integration_services_status,
];
export const vmFamilies: readonly string[] = vmDefinitions.map(({ name }) => name);

const ids: string[] = [];

/** Ids without a pattern, as Hyper-V makes them: patterns would make the text smaller than it is when compressed. */
export function vmIdOf(number: number): string {
  const known = ids[number];
  if (known !== undefined) return known;
  const digits = createHash('md5').update(String(number)).digest('hex');
  const id = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  ids[number] = id;
  return id;
}

/** All samples of a VM; `value` goes into those that hold a number, so that another value is another text. */
export function samplesOf(number: number, value: number): readonly Sample[] {
  const labels = { vm_id: vmIdOf(number), vm: `web-${number}` };
  const host = `hv${String((number % 1_000) + 1).padStart(2, '0')}`;
  return [
    { metric: 'hvitals_vm_info', labels: { ...labels, host, generation: '2', version: '9.0' }, value: 1 },
    ...plain.map(({ name }) => ({ metric: name, labels, value })),
    ...integrationServices.map((service) => ({
      metric: 'hvitals_vm_integration_services_status',
      labels: { ...labels, service },
      value,
    })),
  ];
}
