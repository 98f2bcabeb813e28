import { z } from 'zod';
import { apiAcked, apiAcks, apiUnacked } from '../model/api/acts.ts';
import { apiAlertBrief } from '../model/api/alert-brief.ts';
import { apiAlertEvents } from '../model/api/alert-events.ts';
import { apiAlertRules } from '../model/api/alert-rules.ts';
import { apiAlerts } from '../model/api/alerts.ts';
import { apiHandover } from '../model/api/handover.ts';
import { apiReceivers } from '../model/api/receivers.ts';
import { apiSubjectAlerts } from '../model/api/subject-alerts.ts';
import { defineOperations } from './operation.ts';
import { eventCursor, instant, limit, name, oneOf } from './query-parameters.ts';
import { ackBody, acksBody, byBody } from './write-bodies.ts';

const seen = { group: 'alerts', permission: 'view' } as const;
const acted = { group: 'alerts', permission: 'acknowledge' } as const;
const span = z.strictObject({
  from: instant('Begin of the span; the last 24 hours where from and to are not both there.'),
  to: instant('End of the span, at most 60 days after its begin.'),
});

/** Alerts, the rules that make them, what became of them, and who took them up. */
export const alertOperations = defineOperations({
  'GET /api/v1/alerts': {
    ...seen,
    id: 'listAlerts',
    summary: 'Alerts that are pending or firing, by rule',
    answer: apiAlerts,
  },
  'GET /api/v1/alerts/brief': {
    ...seen,
    id: 'readAlertBrief',
    summary: 'What fires, in numbers and one name for each site',
    answer: apiAlertBrief,
  },
  'GET /api/v1/alerts/rules': {
    ...seen,
    id: 'listAlertRules',
    summary: 'The alert rules that are in force, and how their files were loaded',
    answer: apiAlertRules,
  },
  'GET /api/v1/alert-events': {
    ...seen,
    id: 'listAlertEvents',
    summary: 'What happened to alerts and what people did about them, newest first',
    query: z.strictObject({
      fingerprint: name('Only what happened to this alert, and silences and windows that would hit it.', 200),
      rule: name('Only alerts of this rule.', 200),
      from: instant('Only what happened since.'),
      limit: limit(100),
      cursor: eventCursor,
    }),
    answer: apiAlertEvents,
  },
  'GET /api/v1/vms/{vmId}/alerts': {
    ...seen,
    id: 'listVmAlerts',
    summary: 'Alerts about one VM: those that stand now, and when they fired',
    query: span,
    answer: apiSubjectAlerts,
    problems: ['not-found'],
  },
  'GET /api/v1/hosts/{host}/alerts': {
    ...seen,
    id: 'listHostAlerts',
    summary: 'Alerts about one host itself: those that stand now, and when they fired',
    query: span,
    answer: apiSubjectAlerts,
    problems: ['not-found'],
  },
  'GET /api/v1/handover': {
    ...seen,
    id: 'readHandover',
    summary: 'What a shift hands over to the next one',
    query: z.strictObject({ hours: oneOf(['8', '12', '24'], 'Length of the shift; 12 where it does not say.') }),
    answer: apiHandover,
  },
  'GET /api/v1/receivers': {
    ...seen,
    id: 'listReceivers',
    summary: 'Who is told of alerts, and how that goes',
    answer: apiReceivers,
  },
  'POST /api/v1/alerts/ack': {
    ...acted,
    id: 'acknowledgeAlerts',
    summary: 'Acknowledge several alerts at once',
    body: acksBody,
    answer: apiAcks,
  },
  'POST /api/v1/alerts/{fingerprint}/ack': {
    ...acted,
    id: 'acknowledgeAlert',
    summary: 'Acknowledge an alert',
    body: ackBody,
    answer: apiAcked,
    problems: ['not-active'],
  },
  'DELETE /api/v1/alerts/{fingerprint}/ack': {
    ...acted,
    id: 'unacknowledgeAlert',
    summary: 'Take an acknowledgement back',
    body: byBody,
    answer: apiUnacked,
    problems: ['not-acknowledged'],
  },
});
