import { expect, test } from 'vitest';
import { renderAlertmanagerAlert, renderWatchdog } from './alertmanager.ts';
import { alertUrl, notification, notificationKey } from './notification.ts';
import { firstLine } from './send-outcome.ts';
import { toldAlert } from './testdata/told.ts';
import { renderWebhook, signWebhook } from './webhook.ts';

const now = Date.UTC(2026, 10, 23, 8);

test('the key of a fact names alert, beginning and kind, and nothing else', () => {
  expect(notificationKey('f1', 1_000.4, 'firing')).toBe('f1-1000-firing');
  expect(notificationKey('f1', 1_000.4, 'resolved')).toBe('f1-1000-resolved');
});

test('a link leads to the VM, else to the host, else to all alerts; names cannot leave their place in it', () => {
  expect(alertUrl('https://h.example/ops/', { vm_id: 'A-1', host: 'hv01' })).toBe('https://h.example/ops/vms/A-1');
  expect(alertUrl('https://h.example', { host: '../x?y#z\ud800' })).toBe('https://h.example/hosts/..%2Fx%3Fy%23z%EF%BF%BD');
  expect(alertUrl('https://h.example', {})).toBe('https://h.example/alerts');
  expect(alertUrl(undefined, { host: 'hv01' })).toBeNull();
});

test('Alertmanager gets the labels of the alert alone, its place in an annotation, and an end that lies four minutes ahead', () => {
  expect(renderAlertmanagerAlert(toldAlert({ description: 'bad \ud800' }), now)).toEqual({
    labels: toldAlert().labels,
    annotations: {
      summary: 'Heartbeat lost: web-01',
      description: 'bad \ufffd',
      runbook: 'docs/findings/heartbeat-lost.md',
      host: 'hv01',
    },
    startsAt: '2026-11-23T07:40:00.000Z',
    endsAt: '2026-11-23T08:04:00.000Z',
    generatorURL: 'https://hvitals.example.com/vms/x1',
  });
  const resolved = renderAlertmanagerAlert(toldAlert({ status: 'resolved', endsAt: now - 1_000, url: null }), now);
  expect(resolved.endsAt).toBe('2026-11-23T07:59:59.000Z');
  expect(resolved).not.toHaveProperty('generatorURL');
});

test('the watchdog always fires', () => {
  expect(renderWatchdog(now, undefined)).toMatchObject({
    labels: { alertname: 'HvitalsWatchdog', severity: 'none' },
    endsAt: '2026-11-23T08:04:00.000Z',
  });
});

test('a webhook says what it is, and each alert with its key', () => {
  const told = toldAlert({ value: null, summary: 'half \ufffd' });
  expect(JSON.parse(renderWebhook({ id: 'b1', receiver: 'ops', items: [{ ...told, summary: 'half \ud800' }] }, now))).toEqual({
    version: 1,
    receiver: 'ops',
    batchId: 'b1',
    sentAt: '2026-11-23T08:00:00.000Z',
    alerts: [{ ...told, startsAt: '2026-11-23T07:40:00.000Z', endsAt: null }],
  });
});

test('a webhook is signed over its time and its body', () => {
  // What openssl says: echo -n '1795420800.{}' | openssl dgst -sha256 -hmac secret
  expect(signWebhook('secret', '{}', now + 999)).toBe(
    't=1795420800,v1=e04dfa55083dbb5e3f42f6ac32e94b142b21e774c982029a543e4e1e69edeb41',
  );
});

test('what the outbox gives back is what was put in', () => {
  const told = toldAlert({ status: 'resolved', endsAt: now });
  expect(notification.parse(JSON.parse(JSON.stringify(told)))).toEqual(told);
});

test('of an answer the first line that says something is kept, without what could move a cursor', () => {
  expect(firstLine('\r\n \n\u001b[31mno\u202e such\tthing\nmore')).toBe('[31mno such thing');
  expect(firstLine('x'.repeat(5_000))).toHaveLength(300);
});
