import { z } from 'zod';
import { findingCodes, severities } from '../../findings/finding.ts';
import { hostFindingCodes } from '../../findings/host-finding.ts';
import { guestFamilies } from '../../guest-support/guest-family.ts';
import { apiFreshness, apiMessage } from './vital-sign.ts';

/** What a finding rests on and what to do, as it is stored. Messages may hold guest-controlled text: escape on output. */
const evidence = z.object({ message: apiMessage, collector: z.string(), host: z.string() });
const command = z.object({
  where: z.enum(['host', 'guest']),
  family: z.enum(guestFamilies).optional(),
  /** True where the guest at hand says that it is of this family. */
  fits: z.literal(true).optional(),
  text: z.string(),
});
const fix = z.object({ message: apiMessage, commands: z.array(command) });

/** The judged part of a stored finding. */
export const findingBody = z.object({ evidence: z.array(evidence), cause: apiMessage, fixes: z.array(fix) });

const head = {
  code: z.enum(findingCodes),
  severity: z.enum(severities),
  /** The host whose readings prove it. */
  host: z.string(),
  /** UTC milliseconds: when it was first found without a break since. */
  since: z.number(),
};

/** One finding of one VM. Each piece of evidence has the age of the reading that it stands in. */
export const apiFinding = z.object({
  ...head,
  ...findingBody.shape,
  evidence: z.array(z.object({ ...evidence.shape, freshness: apiFreshness })),
});

const count = z.number().int();

/** All findings of one code as one line. Hosts and causes come with their VMs, most first. */
export const apiFindingGroup = z.object({
  code: head.code,
  severity: head.severity,
  vms: count,
  hosts: z.array(z.object({ host: z.string(), vms: count })),
  causes: z.array(z.object({ cause: apiMessage, vms: count })),
  oldestSince: z.number(),
  newestSince: z.number(),
});

/** One finding about a host itself. */
export const apiHostFinding = z.object({ ...apiFinding.shape, code: z.enum(hostFindingCodes) });

/** All findings about hosts of one code as one line, its hosts worst first. */
export const apiHostFindingGroup = z.object({
  code: z.enum(hostFindingCodes),
  severity: head.severity,
  cause: apiMessage,
  hosts: z.array(z.object({ host: z.string(), severity: head.severity, since: head.since })),
});

/**
 * Answer of `/api/v1/findings`: one group per code, the worst and largest first, each with its VMs, the newest first. Where it is one page of
 * several, the numbers of a group are of all of it, and its list goes on in the next page.
 */
export const apiFindings = z.object({
  revision: count,
  groups: z.array(
    z.object({
      ...apiFindingGroup.shape,
      /** Names are guest-controlled text. */
      findings: z.array(z.object({ vmId: z.string(), name: z.string(), host: z.string(), since: z.number() })),
    }),
  ),
  /** Findings about hosts themselves; only with the first page. */
  hostGroups: z.array(apiHostFindingGroup),
  /** What to ask with as `cursor` for the next of them; null where there are none. */
  next: z.string().nullable(),
});

export type ApiFinding = z.infer<typeof apiFinding>;
export type ApiFindingGroup = z.infer<typeof apiFindingGroup>;
export type ApiHostFinding = z.infer<typeof apiHostFinding>;
export type ApiHostFindingGroup = z.infer<typeof apiHostFindingGroup>;
export type ApiFindings = z.infer<typeof apiFindings>;
