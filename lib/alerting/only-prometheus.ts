import { hostUnreachableRule, vmHostUnreachableRule } from './inhibit.ts';

/** The value of an alert's label `severity` that nobody is to be told of. */
const noSeverity = 'none';

/** VMs by the host that has them, or where their series have vanished with it, had them last. */
const vmsByHost = `max by (vm_id, vm, host) (
  hvitals_vm_info
  or (last_over_time(hvitals_vm_info[1d]) unless on (vm_id) hvitals_vm_info)
)`;

/**
 * Rules that hvitals does not judge itself, as a group of a Prometheus rule file: that it is gone or writes nothing, which it could not
 * tell, comparisons of two series, and what Alertmanager needs to hold back alerts about VMs of a host that is out of reach.
 */
export const onlyPrometheus = {
  name: 'hvitals-itself',
  rules: [
    alertRule('HvitalsDown', 'up{job="hvitals"} == 0 or absent(up{job="hvitals"})', '2m', 'critical', {
      summary: 'hvitals does not answer',
      description: 'Nothing is known of any host or VM while this lasts.',
      runbook: 'docs/runbooks/hvitals-down.md',
    }),
    alertRule('HvitalsStoreRefusesWrites', 'increase(hvitals_daemon_commit_failures_total[5m]) > 0', '2m', 'critical', {
      summary: 'The store of hvitals refuses what is written to it',
      description: 'Pages, findings and alerts of hvitals stand still while this lasts.',
      runbook: 'docs/runbooks/store-refuses-writes.md',
    }),
    alertRule(
      'HvitalsReadingOld',
      'max without (job, instance) (hvitals_scrape_reading_age_seconds) > on (host, collector) 4 * max without (job, instance) (hvitals_scrape_interval_seconds)',
      '10m',
      'warning',
      {
        summary: 'What {{ $labels.collector }} says of {{ $labels.host }} is {{ $value | humanizeDuration }} old',
        description: 'Its series have vanished; pages show the last reading and its age.',
        runbook: 'docs/runbooks/reading-old.md',
      },
    ),
    alertRule(
      vmHostUnreachableRule,
      `${vmsByHost}\n* on (host) group_left ()\n(max by (host) (hvitals_scrape_success{collector="vm"}) == bool 0)\n> 0`,
      // As long as the alert about the host itself.
      '2m',
      noSeverity,
      {
        summary: '{{ $labels.vm }} is on {{ $labels.host }}, of which nothing is known',
        description: `Holds back other alerts about the VM in Alertmanager, and is held back itself by ${hostUnreachableRule}.`,
        runbook: 'docs/runbooks/host-unreachable.md',
      },
    ),
  ],
};

function alertRule(
  alert: string,
  expr: string,
  forText: string,
  severity: string,
  annotations: Readonly<Record<string, string>>,
) {
  return { alert, expr, for: forText, labels: { severity }, annotations };
}
