import { z } from 'zod';
import type { ParseContext, ParseResult } from '#collectors/collector.ts';
import { toEnabled } from '#lib/model/component-status.ts';
import { type IntegrationService, integrationServices, serviceOfComponent } from '#lib/model/integration-service.ts';
import type { IntegrationServiceReading, IntegrationServicesReading } from '#lib/model/readings/integration-services.ts';
import { codes, optionalInt } from '#lib/model/record-fields.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { parseVmRows, toPartialReason } from '#lib/model/vm-rows.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';

const serviceRow = z.object({ component: z.string(), enabledState: optionalInt, operationalStatus: codes });
const vmRow = z.object({ services: z.array(z.unknown()) });

/**
 * Record data of collector `integration-services` (shape: integration-services.md) → one reading per VM. Pure, never throws.
 * Components that hvitals does not follow are passed over; a service row that cannot be read, that repeats another or that has no
 * setting row is left out and named in `partialReason`. The VM keeps its other services.
 */
export function parseIntegrationServices(
  data: unknown,
  _context: ParseContext<IntegrationServicesReading, null>,
): ParseResult<never, IntegrationServicesReading, null> {
  const parsed = parseVmRows(data, vmRow);
  if (!parsed.ok) return parsed;
  const leftOut = [...parsed.leftOut];
  const vms = new Map<VmId, IntegrationServicesReading>();
  for (const [vmId, row] of parsed.rows) {
    vms.set(
      vmId,
      parseServices(row.services, (what) => leftOut.push(`VM ${vmId}: ${what}`)),
    );
  }
  const partialReason = toPartialReason(leftOut);
  return { ok: true, vms, ...(partialReason === undefined ? {} : { partialReason }) };
}

function parseServices(candidates: readonly unknown[], leaveOut: (what: string) => void): IntegrationServicesReading {
  const found = new Map<IntegrationService, IntegrationServiceReading>();
  for (const [index, candidate] of candidates.entries()) {
    const row = serviceRow.safeParse(candidate);
    if (!row.success) {
      leaveOut(`service ${index + 1} cannot be read`);
      continue;
    }
    const service = serviceOfComponent(row.data.component);
    if (service === undefined) continue;
    if (found.has(service)) {
      leaveOut(`${service} comes twice`);
      continue;
    }
    const enabled = toEnabled(row.data.enabledState);
    if (enabled === undefined) {
      // Whether it is switched on can be read nowhere else: a disabled component may go on saying "ok" (cim-facts.md 3.2).
      leaveOut(`${service} has no setting row`);
      continue;
    }
    const [primary, secondary] = row.data.operationalStatus;
    found.set(service, withoutUndefined({ enabled, primary, secondary }));
  }
  // In one order, whatever the order of the rows, so that equal readings are equal as text.
  const services: IntegrationServicesReading['services'] = {};
  for (const service of integrationServices) {
    const reading = found.get(service);
    if (reading !== undefined) services[service] = reading;
  }
  return { services };
}
