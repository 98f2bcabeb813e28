import { expect, test } from 'vitest';
import { groupAlerts, type StandingAlert } from './alert-groups.ts';

const untouched = { ack: null, silence: null, window: null, drainedHost: null, inhibitedBy: null };
const ack = { by: 'Ann', note: '', at: 1 };
const alert = (rule: string, fingerprint: string, parts: Partial<StandingAlert> = {}): StandingAlert => ({
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
  standing: untouched,
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

test('of those that fire, the ones that nobody has acknowledged are listed first, and what people did is counted', () => {
  const silence = { id: 's', endsAt: 9_000, createdBy: 'Ann', comment: 'x' };
  const [group] = groupAlerts(
    [
      alert('R', 'acknowledged', { activeAt: 1, standing: { ...untouched, ack, silence } }),
      alert('R', 'inhibited', { activeAt: 3_000, standing: { ...untouched, inhibitedBy: 'hv01' }, placed: { host: 'hv01' } }),
      alert('R', 'pending', { status: 'pending', activeAt: 1, firingAt: undefined }),
      alert('R', 'untouched', { activeAt: 2_000 }),
    ],
    9,
  );
  expect(group).toMatchObject({ acknowledged: 1, held: 2 });
  expect(group?.alerts.map(({ fingerprint }) => fingerprint)).toEqual(['untouched', 'inhibited', 'acknowledged', 'pending']);
  expect(group?.alerts[1]?.host).toBe('hv01');
});
