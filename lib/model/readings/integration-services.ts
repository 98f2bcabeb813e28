import { z } from 'zod';
import { integrationServices } from '../integration-service.ts';

/** One integration service of one VM: what the host has switched on, and what its component says. */
export const integrationServiceReading = z.object({
  /** Setting row's EnabledState is 2. */
  enabled: z.boolean(),
  /** OperationalStatus[0] of the runtime row; absent where there is none (VM off, saved, or still starting). */
  primary: z.number().int().optional(),
  /** OperationalStatus[1]; 32775 (protocol mismatch) is expected on Linux and means nothing by itself. */
  secondary: z.number().int().optional(),
});
export type IntegrationServiceReading = z.infer<typeof integrationServiceReading>;

/** The six services of one VM; a service whose rows the host did not send is absent. */
export const integrationServicesReading = z.object({
  services: z.partialRecord(z.enum(integrationServices), integrationServiceReading),
});
export type IntegrationServicesReading = z.infer<typeof integrationServicesReading>;
