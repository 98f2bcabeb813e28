import { type ClassFailure, failureOf } from './class-answers.ts';
import type { SimulatedHost, SimulatedVm } from './scenario.ts';

interface KnownVms {
  readonly vms: readonly SimulatedVm[];
  readonly reasons: readonly string[];
  readonly failure: ClassFailure | undefined;
}

/** Realized VMs, as all collectors but `vm` know them. */
export function knownVms(host: SimulatedHost): KnownVms {
  const failure = failureOf(host, 'Msvm_ComputerSystem');
  if (failure !== undefined) return { vms: [], reasons: [], failure };
  const vms = host.rights === 'none' ? [] : host.vms.filter(({ kind }) => kind === 'realized');
  const rights = vms.length === 0 ? decideRights(host) : undefined;
  return { vms, reasons: rights?.unknown === undefined ? [] : [rights.unknown], failure: rights?.failure };
}

interface RightsDecision {
  readonly counted: number | null;
  readonly failure?: ClassFailure;
  /** Why it is not known whether rights are missing. */
  readonly unknown?: string;
}

/** Without rights no VM row comes and no error; the health counters count the VMs all the same (cim-facts.md 13.2). */
export function decideRights(host: SimulatedHost): RightsDecision {
  const counters = 'Win32_PerfFormattedData_VmmsVirtualMachineStats_HyperVVirtualMachineHealthSummary';
  const failed = failureOf(host, counters, 'root/cimv2');
  if (failed !== undefined)
    return { counted: null, unknown: `no VM row came, and the health counters do not answer: ${failed.reason}` };
  const counted = host.vms.filter(({ kind }) => kind === 'realized').length;
  if (counted === 0) return { counted };
  const reason = `Hyper-V counts ${counted} VMs and shows none: the account is not in Hyper-V Administrators`;
  return { counted, failure: { outcome: 'access-denied', reason } };
}
