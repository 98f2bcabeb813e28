import { z } from 'zod';
import type { ParseContext, ParseResult } from '#collectors/collector.ts';
import { isInContact, toEnabled } from '#lib/model/component-status.ts';
import type { HeartbeatReading } from '#lib/model/readings/heartbeat.ts';
import { codes, optionalInt } from '#lib/model/record-fields.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { parseVmRows, toPartialReason } from '#lib/model/vm-rows.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';

const heartbeatRow = z.object({ enabledState: optionalInt, operationalStatus: codes });

/**
 * Record data of collector `heartbeat` (shape: heartbeat.md) → one reading per VM. Pure, never throws. Codes pass through, known or
 * not. `everInContact` becomes true with the first status 2 or 3 and stays so as long as the VM's readings follow one another.
 */
export function parseHeartbeat(
  data: unknown,
  context: ParseContext<HeartbeatReading, null>,
): ParseResult<never, HeartbeatReading, null> {
  const parsed = parseVmRows(data, heartbeatRow);
  if (!parsed.ok) return parsed;
  const vms = new Map<VmId, HeartbeatReading>();
  for (const [vmId, row] of parsed.rows) {
    const [primary, secondary] = row.operationalStatus;
    const everInContact = isInContact(primary) || context.previous.get(vmId)?.everInContact === true;
    vms.set(vmId, withoutUndefined({ enabled: toEnabled(row.enabledState), primary, secondary, everInContact }));
  }
  const partialReason = toPartialReason(parsed.leftOut);
  return { ok: true, vms, ...(partialReason === undefined ? {} : { partialReason }) };
}
