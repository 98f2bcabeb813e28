import { stringify } from 'yaml';
import { hostUnreachableRule, vmOutOfReachRule } from './inhibit.ts';
import { renderMatcher } from './matcher.ts';

const heading = `# How Alertmanager holds back what follows from a host of which nothing is known: take these rules into your alertmanager.yml.
# They need the alerts of hvitals.rules.yml. Generated: change lib/alerting/render-inhibit-rules.ts, and run \`npm run docs\`.
# Alerts about VMs carry no host, so that a VM that moves stays the same alert; ${vmOutOfReachRule} stands between.
# hvitals itself holds the same alerts back and needs none of this.
`;

/**
 * `inhibit_rules` of Alertmanager: the alert about a host holds back all others of hvitals about it, among them one for each of its VMs,
 * and each of these holds back the other alerts about its VM. An alert that is held back itself goes on holding back.
 */
export function renderInhibitRules(): string {
  const alert = (name: string, op: '=' | '!=' = '=') => renderMatcher({ name: 'alertname', op, value: name });
  const rules = [
    {
      source_matchers: [alert(hostUnreachableRule)],
      target_matchers: [
        renderMatcher({ name: 'alertname', op: '=~', value: 'Hvitals.*' }),
        alert(hostUnreachableRule, '!='),
        renderMatcher({ name: 'host', op: '!=', value: '' }),
      ],
      equal: ['host'],
    },
    {
      source_matchers: [alert(vmOutOfReachRule)],
      target_matchers: [alert(vmOutOfReachRule, '!='), renderMatcher({ name: 'vm_id', op: '!=', value: '' })],
      equal: ['vm_id'],
    },
  ];
  return `${heading}${stringify({ inhibit_rules: rules }, { lineWidth: 0 })}`;
}
