import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageIdOf } from './email.ts';
import { mostListed, renderMail } from './email-text.ts';
import { toldAlert } from './testdata/told.ts';

const batch = (items: readonly ReturnType<typeof toldAlert>[]) => ({ id: 'b1', receiver: 'ops', items });

test('a mail says what fires, where, since when and what to do', () => {
  const ended = toldAlert({ status: 'resolved', endsAt: Date.UTC(2026, 10, 23, 8), severity: 'warning', url: null });
  const { subject, text } = renderMail(batch([toldAlert(), ended]), 'https://hvitals.example.com/');
  expect(subject).toBe('[hvitals] 1 firing, 1 resolved: Heartbeat lost: web-01, …');
  expect(text).toBe(`FIRING critical: Heartbeat lost: web-01
Rule: HvitalsHeartbeatLost, vm web-01, host hv01, value 1
Since: 2026-11-23 07:40:00 UTC
What to do: docs/findings/heartbeat-lost.md
https://hvitals.example.com/vms/x1

RESOLVED warning: Heartbeat lost: web-01
Rule: HvitalsHeartbeatLost, vm web-01, host hv01, value 1
Since: 2026-11-23 07:40:00 UTC, until 2026-11-23 08:00:00 UTC
What to do: docs/findings/heartbeat-lost.md

All alerts: https://hvitals.example.com/alerts
`);
});

test('a mail about very many alerts lists the first ones and counts the others', () => {
  const { subject, text, html } = renderMail(batch(Array.from({ length: 500 }, () => toldAlert())), undefined);
  expect(subject).toContain('500 firing');
  expect(text.match(/FIRING/g)).toHaveLength(mostListed);
  for (const part of [text, html]) expect(part).toContain('… and 450 more');
});

test('whatever a guest wrote is neither markup, nor a header, nor a line of its own', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a\r\nBcc: x@example.com', '<img src=x onerror=alert(1)>', '\u202etxt', '\u2028x', '\ud800', '"><b>'),
  );
  fc.assert(
    fc.property(hostile, hostile, (vm, summary) => {
      const plain = renderMail(batch([toldAlert({ summary: 'x', placed: { vm: 'x' } })]), undefined);
      const mail = renderMail(batch([toldAlert({ summary: `s${summary}`, placed: { vm } })]), undefined);
      expect(mail.subject).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(mail.subject.length).toBeLessThanOrEqual(150);
      expect(mail.text.split(/[\r\n\u2028\u2029]/)).toHaveLength(plain.text.split('\n').length);
      expect(mail.html.match(/<[^>]*>/g)).toEqual(plain.html.match(/<[^>]*>/g));
    }),
  );
});

test('a mail that is sent again has the same id, in the domain of its sender', () => {
  expect(messageIdOf('b-1>\r\nX: y', 'hvitals@example.com')).toBe('<b-1Xy@example.com>');
});
