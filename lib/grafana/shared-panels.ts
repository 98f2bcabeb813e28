import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import { mapFindingCodes, mapSeverities, wordsOf } from './code-mappings.ts';
import { dashboardOf, pageOf } from './dashboard-frame.ts';
import type { linesPanel } from './panels.ts';
import { once, rows, withHost } from './queries.ts';
import { type Column, tablePanel } from './tables.ts';

/** What dashboards need and only the collectors know. */
export interface DashboardFacts {
  /** What a number of an event that tells of the power of a VM means. */
  readonly powerEvents: readonly { readonly id: number; readonly text: string; readonly severity: string }[];
  /** From how many seconds on a scrape is slow, by the shipped alert rule. */
  readonly slowScrapeSeconds: number;
}

/** Makes a dashboard; the same facts give the same dashboard. */
export type RenderDashboard = (facts: DashboardFacts) => Dashboard;

export const uids = { fleet: 'hvitals-fleet', host: 'hvitals-host', vm: 'hvitals-vm', clocks: 'hvitals-clocks' } as const;

const field = (name: string) => `\${__data.fields["${name}"]}`;

/** Columns that name a VM, and lead to its page in hvitals and its dashboard. */
export const vmColumns: readonly Column[] = [
  {
    field: 'vm',
    title: 'VM',
    links: [
      { title: 'Page of the VM in hvitals', url: pageOf(`/vms/${field('vm_id')}`), newTab: true },
      { title: 'Dashboard of the VM', url: dashboardOf(uids.vm, `var-vm=${field('vm_id')}`) },
    ],
  },
  { field: 'vm_id', title: 'vm_id', hidden: true },
];

/** Column that names a host, and leads to its page in hvitals and its dashboard. */
export const hostColumn: Column = {
  field: 'host',
  title: 'Host',
  links: [
    { title: 'Page of the host in hvitals', url: pageOf(`/hosts/${field('Host')}`), newTab: true },
    { title: 'Dashboard of the host', url: dashboardOf(uids.host, `var-host=${field('Host')}`) },
  ],
};

export const severityColumn: Column = {
  field: 'severity',
  title: 'Severity',
  mappings: mapSeverities(),
  coloured: true,
  width: 110,
};

/** What was found about VMs: `filter` puts the hosts or VMs of a dashboard in. */
export function findingsTable(width: number, filter: (expr: string) => string, where = ''): table.PanelBuilder {
  return tablePanel({
    title: 'Findings about VMs',
    description: `What hvitals has found, each with proof, cause and fix on the page that the name leads to. Empty where nothing was found. Findings about VMs of a host that has said nothing for three intervals are not shown here, but in hvitals.`,
    width,
    queries: [rows(filter(withHost(once('hvitals_vm_finding', ['vm_id', 'vm', 'code', 'severity'], where))))],
    columns: [severityColumn, { field: 'code', title: 'Finding', mappings: mapFindingCodes() }, ...vmColumns, hostColumn],
    dropped: ['Value'],
    sortBy: { title: 'Severity', descending: false },
  });
}

/** Alerts that fire or are pending. `about` are labels that say what each is about, with the titles of their columns. */
export function alertsTable(
  width: number,
  where: string,
  about: Readonly<Record<string, string>> = { vm: 'VM', host: 'Host', collector: 'Collector' },
): table.PanelBuilder {
  const labels = ['alertname', 'alertstate', 'severity', ...Object.keys(about)].join(', ');
  return tablePanel({
    title: 'Alerts',
    description:
      'Alerts of hvitals.rules.yml that Prometheus has pending or firing. Empty where there are none, and where Prometheus does not have that file.',
    width,
    queries: [rows(`max by (${labels}) (ALERTS{alertname=~"Hvitals.+"${where}})`)],
    columns: [
      severityColumn,
      { field: 'alertstate', title: 'State', width: 100 },
      { field: 'alertname', title: 'Alert' },
      ...Object.entries(about).map(([field, title]) => ({ field, title })),
    ],
    dropped: ['Value'],
  });
}

/** Names lines by the words of codes, and colours them: the legend of a query is `{{state}}` or the like. */
export function nameByCodes(panel: ReturnType<typeof linesPanel>, family: 'state' | 'status'): ReturnType<typeof linesPanel> {
  for (const { code, word, colour } of wordsOf(family)) {
    panel.overrideByName(code, [
      { id: 'displayName', value: `${word} (${code})` },
      { id: 'color', value: { mode: 'fixed', fixedColor: colour } },
    ]);
  }
  return panel;
}
