import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostUnreachableRule, inhibitedBy, unreachableHosts } from './inhibit.ts';

const host = fc.constantFrom('hv01', 'hv02', 'hv03');
const alert = fc.record({
  rule: fc.constantFrom(hostUnreachableRule, 'HvitalsHeartbeatLost', 'HvitalsCollectorFailing'),
  labels: fc.record({ host }, { requiredKeys: [] }),
  firingAt: fc.constantFrom(null, 1),
});

it('an alert is held back exactly where an alert that fires says that nothing is known of its host', () => {
  fc.assert(
    fc.property(fc.array(alert), alert, (alerts, target) => {
      const source = alerts.find(
        ({ rule, labels, firingAt }) =>
          rule === hostUnreachableRule && firingAt !== null && labels.host !== undefined && labels.host === target.labels.host,
      );
      const expected = target.rule === hostUnreachableRule ? undefined : source?.labels.host;
      expect(inhibitedBy(target, target.labels, unreachableHosts(alerts))).toBe(expected);
    }),
  );
});

it('the alert of a host that is out of reach does not hold itself back', () => {
  const self = { rule: hostUnreachableRule, labels: { host: 'hv01' }, firingAt: 1 };
  expect(inhibitedBy(self, self.labels, unreachableHosts([self]))).toBeUndefined();
});
