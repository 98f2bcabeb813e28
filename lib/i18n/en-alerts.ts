/** Words of the page of alerts. */
export const enAlerts = {
  'nav.alerts': 'Alerts',
  'alerts.title': 'Alerts',
  'alerts.intro':
    'What the alert rules say now, by rule. An alert is pending until its condition has held for the time that the rule asks for; then it fires.',
  'alerts.firing': { one: '{count} alert fires', other: '{count} alerts fire' },
  'alerts.pending': { one: '{count} alert is pending', other: '{count} alerts are pending' },
  'alerts.none.firing': 'Nothing fires: no rule’s condition has held for long enough.',
  'alerts.none.pending': 'No rule waits for its time.',
  'alerts.count.firing': { one: '{count} fires', other: '{count} fire' },
  'alerts.count.pending': { one: '{count} pending', other: '{count} pending' },
  'alerts.andMore': { one: 'and {count} more', other: 'and {count} more' },
  'alerts.more': {
    one: '{count} more alert of this rule is not listed.',
    other: '{count} more alerts of this rule are not listed.',
  },
  'alerts.of': 'Alerts of {rule}',
  'alerts.status': 'Status',
  'alerts.status.firing': 'firing',
  'alerts.status.pending': 'pending',
  'alerts.where': 'Where',
  'alerts.summary': 'What',
  'alerts.since': 'Since',
  'alerts.age': 'Age',
} as const;
