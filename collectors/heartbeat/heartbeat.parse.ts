import { z } from 'zod';
import type { ParseContext, ParseResult } from '#collectors/collector.ts';
import { isInContact, toEnabled } from '#lib/model/component-status.ts';
import type { HeartbeatReading } from '#lib/model/readings/heartbeat.ts';
import { codes, optionalInt } from '#lib/model/record-fields.ts';
import { sameEnabled, sameStatus } from '#lib/model/same-fields.ts';
import { parseVmReadings, toPartialReason } from '#lib/model/vm-rows.ts';
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
  const parsed = parseVmReadings(data, {
    row: heartbeatRow,
    previous: context.previous,
    repeats,
    toReading({ enabledState, operationalStatus: [primary, secondary] }, _vmId, before): HeartbeatReading {
      const everInContact = isInContact(primary) || before?.everInContact === true;
      return withoutUndefined({ enabled: toEnabled(enabledState), primary, secondary, everInContact });
    },
  });
  if (!parsed.ok) return parsed;
  const { vms } = parsed;
  const partialReason = toPartialReason(parsed.leftOut);
  return { ok: true, vms, ...(partialReason === undefined ? {} : { partialReason }) };
}

/** Whether a row says what the reading before says. */
function repeats({ enabledState, operationalStatus }: Readonly<Record<string, unknown>>, before: HeartbeatReading): boolean {
  const { enabled, primary, secondary, everInContact } = before;
  return (
    sameEnabled(enabledState, enabled) &&
    sameStatus(operationalStatus, primary, secondary) &&
    (everInContact || !isInContact(primary))
  );
}
