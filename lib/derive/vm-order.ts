import type { ApiVm } from '../model/api/vms.ts';
import { levelRank } from './vital-sign.ts';

type OrderedVm = Pick<ApiVm, 'level' | 'findings' | 'name' | 'vmId'>;

/** The order of every list of VMs: worst first, then those with the most findings, then by name. Two VMs never tie. */
export function compareVms(a: OrderedVm, b: OrderedVm): number {
  const byFindings = b.findings.length - a.findings.length;
  return levelRank(a.level) - levelRank(b.level) || byFindings || compareText(a.name, b.name) || compareText(a.vmId, b.vmId);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
