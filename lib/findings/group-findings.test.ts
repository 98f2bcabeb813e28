import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseVmId, type VmId } from '../model/vm-id.ts';
import { findingCodes, severityOf } from './finding.ts';
import { type GroupedFinding, groupFindings } from './group-findings.ts';

const vmIdOf = (n: number) => parseVmId(`7e570001-0000-4000-8000-${String(n).padStart(12, '0')}`) as VmId;
const one = (vm: number, parts: Partial<GroupedFinding> = {}): GroupedFinding => ({
  code: 'kvp-daemon-missing',
  severity: 'warning',
  vmId: vmIdOf(vm),
  host: 'hv01',
  since: 1_000,
  cause: { key: 'finding.kvp-daemon-missing.cause' },
  ...parts,
});

test('one cause over many VMs is one line with its blast radius', () => {
  const findings = [
    ...Array.from({ length: 8 }, (_, n) => one(n, { since: 1_000 + n })),
    ...Array.from({ length: 5 }, (_, n) => one(20 + n, { host: 'hv02', since: 500 })),
    one(30, { host: 'hv03', since: 9_000 }),
  ];
  expect(groupFindings(findings)).toMatchObject([
    {
      code: 'kvp-daemon-missing',
      severity: 'warning',
      vms: 14,
      hosts: [
        { host: 'hv01', vms: 8 },
        { host: 'hv02', vms: 5 },
        { host: 'hv03', vms: 1 },
      ],
      causes: [{ cause: { key: 'finding.kvp-daemon-missing.cause' }, vms: 14 }],
      oldestSince: 500,
      newestSince: 9_000,
    },
  ]);
});

test('worst first, then the largest; two causes of one code stay one line that names both', () => {
  const off = { code: 'shutdown-unavailable', cause: { key: 'finding.shutdown-unavailable.cause.disabled' } } as const;
  const silent = { code: 'shutdown-unavailable', cause: { key: 'finding.shutdown-unavailable.cause.silent' } } as const;
  const lost = { code: 'heartbeat-lost', severity: 'critical', cause: { key: 'finding.heartbeat-lost.cause' } } as const;
  const groups = groupFindings([one(1), one(1, off), one(2, silent), one(3, silent), one(4, lost)]);
  expect(groups.map(({ code, vms }) => [code, vms])).toEqual([
    ['heartbeat-lost', 1],
    ['shutdown-unavailable', 3],
    ['kvp-daemon-missing', 1],
  ]);
  expect(groups[1]?.causes.map(({ cause, vms }) => [cause.key, vms])).toEqual([
    ['finding.shutdown-unavailable.cause.silent', 2],
    ['finding.shutdown-unavailable.cause.disabled', 1],
  ]);
});

test('no finding, no line', () => {
  expect(groupFindings([])).toEqual([]);
});

test('every finding is in exactly one line, hosts add up, and the order given does not matter', () => {
  const finding = fc
    .record({ code: fc.constantFrom(...findingCodes), vm: fc.integer({ min: 1, max: 9 }), since: fc.integer({ min: 0, max: 9 }) })
    .map(({ code, vm, since }) => one(vm, { code, severity: severityOf[code], since, host: `hv0${vm % 3}` }));
  const all = fc.uniqueArray(finding, { selector: ({ code, vmId }) => `${code} ${vmId}` });
  fc.assert(
    fc.property(all, (findings) => {
      const groups = groupFindings(findings);
      expect(groupFindings(findings.toReversed())).toEqual(groups);
      expect(groups.flatMap((group) => group.findings)).toHaveLength(findings.length);
      for (const { vms, hosts, causes, findings: own } of groups) {
        expect(own).toHaveLength(vms);
        expect(hosts.reduce((sum, host) => sum + host.vms, 0)).toBe(vms);
        expect(causes.reduce((sum, cause) => sum + cause.vms, 0)).toBe(vms);
      }
    }),
  );
});
