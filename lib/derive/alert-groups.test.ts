import { expect, test } from 'vitest';
import type { Alert } from '../model/alert.ts';
import { groupAlerts } from './alert-groups.ts';

const alert = (rule: string, fingerprint: string, parts: Partial<Alert> = {}): Alert => ({
  fingerprint,
  rule,
  status: 'firing',
  severity: 'warning',
  labels: {},
  placed: {},
  held: undefined,
  summary: rule,
  description: '',
  value: 1,
  activeAt: 1_000,
  firingAt: 2_000,
  ...parts,
});

test('rules with something firing come first, then the gravest, then the oldest', () => {
  const groups = groupAlerts(
    [
      alert('PendingCritical', 'a', { status: 'pending', severity: 'critical', firingAt: undefined }),
      alert('Young', 'b', { activeAt: 5_000 }),
      alert('Old', 'c', { activeAt: 500 }),
      alert('Critical', 'd', { severity: 'critical', activeAt: 9_000 }),
      alert('Strange', 'e', { severity: 'of another version' }),
    ],
    9,
  );
  expect(groups.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    'Critical critical',
    'Old warning',
    'Young warning',
    'Strange info',
    'PendingCritical critical',
  ]);
});

test('of a rule the first are listed, firing ones before pending ones, and all are counted', () => {
  const [group] = groupAlerts(
    [
      alert('R', 'late', { activeAt: 3_000 }),
      alert('R', 'pending', { status: 'pending', activeAt: 1, value: undefined, firingAt: undefined }),
      alert('R', 'early', { activeAt: 2_000 }),
    ],
    2,
  );
  expect(group).toMatchObject({ firing: 2, pending: 1, since: 1 });
  expect(group?.alerts.map(({ fingerprint }) => fingerprint)).toEqual(['early', 'late']);
  expect(groupAlerts([], 9)).toEqual([]);
});
