import { describe, expect, test } from 'vitest';
import type { FindingCode } from '../findings/finding.ts';
import { judgeVm } from '../findings/judge-vm.ts';
import { beaconOf, factsOf, hostClockOf } from '../findings/testdata/facts.ts';
import { followsHost } from '../model/clock.ts';
import { type ClockVerdict, type ClockWay, clockTable, clockVerdicts } from './clock-table.ts';

const codeOf: Readonly<Record<ClockVerdict, readonly FindingCode[]>> = {
  ok: [],
  undisciplined: ['clock-undisciplined'],
  conflict: ['time-sync-conflict'],
};

/** What such a guest's beacon says, and the host beside it; what follows the host is as far off as the host. */
function factsOfWay(one: ClockWay) {
  const { system, daemon, beside, source, service, samples, hostOffSeconds = 0 } = one;
  const daemons = [daemon, beside].filter((name) => name !== undefined);
  const ownServers = source !== undefined && !followsHost(source);
  const beacon = beaconOf(
    { daemon, daemons, source, synchronised: daemon === undefined ? undefined : source !== undefined, hostSamples: samples },
    { system, writtenAt: ownServers ? -hostOffSeconds * 1_000 : 0 },
  );
  const services = { 'time-synchronization': { enabled: service, primary: 2 } };
  return factsOf({ beacon, services, hostClock: hostClockOf(hostOffSeconds) });
}

const label = ({ guest, daemon, source, service, verdict }: ClockWay) =>
  `${guest}, ${daemon ?? 'no daemon'} on ${source ?? 'nothing'}, service ${service ? 'on' : 'off'}: ${verdict}`;

test.each(clockTable.map((one) => [label(one), one] as const))('%s', (_, one) => {
  expect(judgeVm(factsOfWay(one)).findings.map(({ code }) => code)).toEqual(codeOf[one.verdict]);
});

describe('the table of ways to keep a clock', () => {
  test('has thirty rows and more, all different, each with its source', () => {
    expect(clockTable.length).toBeGreaterThanOrEqual(30);
    expect(new Set(clockTable.map((one) => JSON.stringify(one))).size).toBe(clockTable.length);
    expect(clockTable.filter(({ citation }) => citation.length < 10)).toEqual([]);
  });

  test('has every verdict for every kind of guest', () => {
    for (const system of ['linux', 'freebsd', 'windows'] as const) {
      const verdicts = new Set(clockTable.filter((one) => one.system === system).map(({ verdict }) => verdict));
      expect([...verdicts].sort()).toEqual([...clockVerdicts].sort());
    }
  });
});
