import { expect, test } from 'vitest';
import { knownLabels, matchersOf, toDraft, toMatchers } from './matcher-drafts.ts';

test('an alert is hit by all of its labels but the severity, its rule first', () => {
  const labels = { vm: 'web-1', severity: 'critical', alertname: 'Lost', collector: '' };
  expect(matchersOf({ labels })).toEqual([
    { name: 'alertname', op: '=', value: 'Lost' },
    { name: 'vm', op: '=', value: 'web-1' },
  ]);
});

test('rows that say nothing are left out, and a value without a label is not', () => {
  const rows = [toDraft(), toDraft({ name: ' vm ', op: '=~', value: 'web.*' }), toDraft({ name: '', op: '=', value: 'x' })];
  expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  expect(toMatchers(rows)).toEqual([
    { name: 'vm', op: '=~', value: 'web.*' },
    { name: '', op: '=', value: 'x' },
  ]);
});

test('labels of alerts, hosts, and labels of targets are offered, each value once', () => {
  const known = knownLabels(
    [{ labels: { vm: 'b' } }, { labels: { vm: 'a', host: 'hv01' } }, { labels: { vm: 'a' } }],
    [{ host: 'hv01', labels: { site: 'north' } }],
  );
  expect([...known]).toEqual([
    ['host', ['hv01']],
    ['site', ['north']],
    ['vm', ['a', 'b']],
  ]);
});
