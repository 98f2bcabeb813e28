import { stringify } from 'yaml';
import { hostUnreachableRule, vmHostUnreachableRule } from './inhibit.ts';
import { renderMatcher } from './matcher.ts';

interface Inhibition {
  readonly comment: string;
  readonly source: string;
  /** Beside being an alert of hvitals, and another than the source. */
  readonly target?: string;
  readonly equal?: string;
}

const inhibitions: readonly Inhibition[] = [
  {
    comment: 'Nothing is known of a host: nothing else is said of it, nor that nothing is known of its VMs.',
    source: hostUnreachableRule,
    target: 'host!=""',
    equal: 'host',
  },
  {
    comment: 'Of these VMs nothing else is said. Alerts about VMs carry no host, so that a VM that moves stays the same alert.',
    source: vmHostUnreachableRule,
    target: 'vm_id!=""',
    equal: 'vm_id',
  },
  { comment: 'hvitals is gone: nothing that it said is of now.', source: 'HvitalsDown' },
];

const heading = `# What Alertmanager holds back: take these rules into your alertmanager.yml. They need the alerts of hvitals.rules.yml; hvitals itself
# needs none of this. Generated: change lib/alerting/render-inhibit-rules.ts, and run \`npm run docs\`.
`;

/** `inhibit_rules` for Alertmanager. An alert that is held back itself goes on holding others back. */
export function renderInhibitRules(): string {
  return `${heading}inhibit_rules:\n${inhibitions.map(renderOne).join('')}`;
}

function renderOne({ comment, source, target, equal }: Inhibition): string {
  const alert = (op: '=' | '!=' | '=~', value: string) => renderMatcher({ name: 'alertname', op, value });
  const rule = {
    source_matchers: [alert('=', source)],
    target_matchers: [alert('=~', 'Hvitals.+'), alert('!=', source), ...(target === undefined ? [] : [target])],
    ...(equal === undefined ? {} : { equal: [equal] }),
  };
  return `  # ${comment}\n${stringify([rule], { lineWidth: 0 }).replace(/^(?=.)/gm, '  ')}`;
}
