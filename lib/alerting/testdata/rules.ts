import type { Rule } from '../rule.ts';

/** A rule that fires at once on anything above zero. */
export function testRule(parts: Partial<Rule> = {}): Rule {
  return {
    name: 'HvitalsTest',
    series: 'hvitals_vm_finding',
    where: [],
    abs: false,
    op: '>',
    threshold: 0,
    forMs: 0,
    keepFiringMs: 0,
    severity: 'warning',
    summary: 'a test',
    description: '',
    runbook: '',
    ...parts,
  };
}
