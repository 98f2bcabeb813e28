import { serviceSign } from '#lib/derive/service-signs.ts';
import { vmClock } from '#lib/derive/vm-clock.ts';
import type { VmFacts } from '#lib/derive/vm-facts.ts';
import type { ApiVmDetail } from '#lib/model/api/vm-detail.ts';
import { integrationServices } from '#lib/model/integration-service.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { readFleet } from './read-fleet.ts';
import { readStore } from './store-access.ts';
import { toApiSign } from './to-api.ts';
import { toApiVmClock } from './to-api-clock.ts';
import { toApiVmDisks } from './to-api-disks.ts';

const maximumChanges = 200;

/** Everything about one VM, or undefined where no host lists it. Throws StoreError. */
export async function loadVm(vmId: VmId): Promise<ApiVmDetail | undefined> {
  const { revision, vm: vmOf, factsOf, findingsOf } = await readFleet();
  const known = factsOf(vmId);
  const vm = vmOf(vmId);
  if (known === undefined || vm === undefined) return undefined;
  const changes = await (await readStore()).listChanges({ vmId, limit: maximumChanges });
  const { parts } = known;
  const clock = vmClock(known);
  return {
    revision,
    vm,
    findings: [...findingsOf(vmId)],
    reading: parts.vm ?? null,
    heartbeat: parts.heartbeat ?? null,
    services: serviceRows(known),
    kvp: parts.kvp ?? null,
    beacon: parts.beacon ?? null,
    clock: clock === undefined ? null : toApiVmClock(clock),
    disks: toApiVmDisks(known),
    copies: [...known.copies],
    owned: known.owned,
    contested: [...known.contested],
    invalid: [...known.invalid],
    changes: changes.map(({ id, at, host, collector, what, from, to }) => ({
      id,
      at,
      host,
      collector,
      what,
      from: from ?? null,
      to: to ?? null,
    })),
  };
}

function serviceRows({ parts }: VmFacts): ApiVmDetail['services'] {
  const part = parts['integration-services'];
  if (part === undefined) return null;
  const { reading, freshness, changedAt } = part;
  const rows = integrationServices.map((service) => {
    const row = reading.services[service];
    return {
      service,
      sign: toApiSign(serviceSign(parts.vm?.reading, service, row, freshness.readAt)),
      enabled: row?.enabled ?? null,
      primary: row?.primary ?? null,
      secondary: row?.secondary ?? null,
    };
  });
  return { rows, freshness, changedAt };
}
