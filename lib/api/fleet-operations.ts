import { z } from 'zod';
import { apiClocks } from '../model/api/clocks.ts';
import { apiFindings } from '../model/api/findings.ts';
import { apiHosts } from '../model/api/hosts.ts';
import { apiOverview } from '../model/api/overview.ts';
import { apiPulse } from '../model/api/pulse.ts';
import { apiTargets } from '../model/api/targets.ts';
import { apiVmDetail } from '../model/api/vm-detail.ts';
import { apiVmList } from '../model/api/vm-list.ts';
import { apiVms } from '../model/api/vms.ts';
import { defineOperations } from './operation.ts';
import { cursor, knownNumber, limit, name } from './query-parameters.ts';

const seen = { group: 'fleet', permission: 'view' } as const;

/** Hosts, VMs, their clocks, and what is found wrong with them. */
export const fleetOperations = defineOperations({
  'GET /api/v1/overview': {
    ...seen,
    id: 'readOverview',
    summary: 'The numbers over the whole fleet, and what wants someone most',
    answer: apiOverview,
  },
  'GET /api/v1/vms': {
    ...seen,
    id: 'listVms',
    summary: 'VMs with their vital signs, worst first',
    query: z.strictObject({ host: name('Only VMs that this host owns.'), limit: limit(1_000), cursor }),
    answer: apiVms,
  },
  'GET /api/v1/vms/{vmId}': {
    ...seen,
    id: 'readVm',
    summary: 'Everything that is known of one VM',
    answer: apiVmDetail,
    problems: ['not-found'],
  },
  'GET /api/v1/vm-list': {
    ...seen,
    id: 'readVmList',
    summary: 'All VMs packed, or what has changed since',
    description: 'What the page of VMs reads. It changes with the pages; programs read `/api/v1/vms`.',
    query: z.strictObject({
      life: name('`life` of what is held already.', 100),
      since: knownNumber('`revision` of what is held already.'),
    }),
    answer: apiVmList,
  },
  'GET /api/v1/hosts': {
    ...seen,
    id: 'listHosts',
    summary: 'Hosts with their collectors, clocks, findings, and what stands on them',
    answer: apiHosts,
  },
  'GET /api/v1/targets': { ...seen, id: 'listTargets', summary: 'The targets and how reading them goes', answer: apiTargets },
  'GET /api/v1/findings': {
    ...seen,
    id: 'listFindings',
    summary: 'Findings by code, the worst and largest first',
    query: z.strictObject({
      host: name('Only findings that readings of this host prove.'),
      limit: limit(5_000),
      cursor,
    }),
    answer: apiFindings,
  },
  'GET /api/v1/clocks': {
    ...seen,
    id: 'readClocks',
    summary: 'Clocks of hosts, and the clocks of VMs that are furthest off',
    query: z.strictObject({ host: name('Only this host and its VMs.'), limit: limit(200) }),
    answer: apiClocks,
  },
  'GET /api/v1/pulse': {
    ...seen,
    id: 'readPulse',
    summary: 'Whether anything is read at all, in a few bytes',
    answer: apiPulse,
  },
});
