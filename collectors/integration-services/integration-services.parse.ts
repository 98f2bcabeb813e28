import { z } from 'zod';
import type { ParseContext, ParseResult } from '#collectors/collector.ts';
import { toEnabled } from '#lib/model/component-status.ts';
import { type IntegrationService, integrationServices, serviceOfComponent } from '#lib/model/integration-service.ts';
import type { IntegrationServiceReading, IntegrationServicesReading } from '#lib/model/readings/integration-services.ts';
import { codes, optionalInt } from '#lib/model/record-fields.ts';
import { isRow, sameEnabled, sameStatus } from '#lib/model/same-fields.ts';
import { parseVmReadings, toPartialReason } from '#lib/model/vm-rows.ts';
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
  { previous }: ParseContext<IntegrationServicesReading, null>,
): ParseResult<never, IntegrationServicesReading, null> {
  const unread: string[] = [];
  const parsed = parseVmReadings(data, {
    row: vmRow,
    previous,
    repeats: ({ services }, before) => repeats(services, before),
    toReading: ({ services }, vmId) => parseServices(services, (what) => unread.push(`VM ${vmId}: ${what}`)),
  });
  if (!parsed.ok) return parsed;
  const { vms } = parsed;
  const leftOut = [...parsed.leftOut, ...unread];
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

/** Whether a row's services say what the reading before says, and nothing of them would be left out. */
function repeats(services: unknown, before: IntegrationServicesReading): boolean {
  if (!Array.isArray(services)) return false;
  const found = new Set<IntegrationService>();
  for (const row of services) {
    const service = isRow(row) && typeof row.component === 'string' ? serviceOfComponent(row.component) : undefined;
    const held = service && before.services[service];
    if (service === undefined || held === undefined || found.has(service)) return false;
    if (!sameEnabled(row.enabledState, held.enabled) || !sameStatus(row.operationalStatus, held.primary, held.secondary))
      return false;
    found.add(service);
  }
  return found.size === Object.keys(before.services).length;
}
