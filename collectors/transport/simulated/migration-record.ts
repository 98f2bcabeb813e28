import type { Json } from '#lib/model/json.ts';
import { failureOf } from './class-answers.ts';
import { eventChannels } from './event-channels.ts';
import { knownVms } from './known-vms.ts';
import type { SimulatedRecord } from './records.ts';
import type { SimulatedHost } from './scenario.ts';
import type { SimulatedMigration } from './simulated-setup.ts';

/** The record of collector `migration`. Pure. */
export function migrationRecord(host: SimulatedHost, args: Json, now: number): SimulatedRecord {
  const { rows, reasons, failure } = eventChannels(host, args, now);
  const noJobs = failureOf(host, 'Msvm_MigrationJob');
  if (noJobs !== undefined && failure !== undefined) return { ...failure, data: null };
  const shown = host.rights === 'none' ? [] : host.migrations;
  const jobs = noJobs === undefined ? shown.map((one) => toJobRow(one, host.clockOffsetMs)) : null;
  const asksNetwork = jobs !== null && jobs.length > 0;
  const noNetwork = asksNetwork ? failureOf(host, 'Msvm_VirtualSystemMigrationServiceSettingData') : undefined;
  const { compression, smb } = host.setup.liveMigration;
  const known = knownVms(host);
  const isKnown = known.failure === undefined && known.reasons.length === 0;
  const all = [
    ...reasons,
    ...(noJobs === undefined ? [] : [noJobs.reason]),
    ...(noNetwork === undefined ? [] : [noNetwork.reason]),
  ];
  const data = {
    channels: rows,
    jobs,
    network: asksNetwork && noNetwork === undefined ? { compression, smb } : null,
    vms: isKnown ? known.vms.map(({ id }) => id) : null,
  };
  return all.length === 0 ? { outcome: 'ok', data } : { outcome: 'partial', reason: all.join('; '), data };
}

function toJobRow(one: SimulatedMigration, clockOffsetMs: number) {
  const { job, vm, destination, migrationType, jobType, state, percent, startedAt, elapsedMs, errorCode, error } = one;
  return {
    job,
    vm,
    destination: destination ?? null,
    migrationType,
    jobType,
    state,
    percent,
    startedAt: new Date(startedAt + clockOffsetMs).toISOString(),
    elapsedMs,
    errorCode,
    error: error ?? null,
  };
}
