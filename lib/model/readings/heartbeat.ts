import { z } from 'zod';

/** The heartbeat service of one VM. Codes are Hyper-V's own (hyperv-facts.md 2.2). */
export const heartbeatReading = z.object({
  /** From the setting row: EnabledState 2. Undefined where the host sent no setting row. */
  enabled: z.boolean().optional(),
  /** OperationalStatus[0]: 2 ok, 3 degraded, 7 non-recoverable, 12 no contact, 13 lost, 15 paused. Absent without a runtime row. */
  primary: z.number().int().optional(),
  /** OperationalStatus[1]: 2 applications ok, 32775 protocol mismatch, 32782 critical, 32783 timed out, 32784 failed. */
  secondary: z.number().int().optional(),
  /** Whether hvitals has ever seen this VM's heartbeat: tells "never had one" from "lost it". */
  everInContact: z.boolean(),
});
export type HeartbeatReading = z.infer<typeof heartbeatReading>;
