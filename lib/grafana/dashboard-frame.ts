import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource } from './queries.ts';

/** One heading and the panels below it. With `repeat` there is one such row for each value of the variable. */
export interface Section {
  readonly title: string;
  readonly repeat?: string;
  readonly panels: readonly cog.Builder<Panel>[];
}

interface Frame {
  /** Stays the same for ever: links and bookmarks name it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly cog.Builder<VariableModel>[];
  /** Which firing alerts are marked in the graphs: label matchers. */
  readonly alerts: string;
  readonly sections: readonly Section[];
}

export const tag = 'hvitals';

/** A dashboard with everything that all of them share. The same input gives the same JSON, with ids by the order of panels. */
export function buildDashboard({ uid, title, description, variables, alerts, sections }: Frame): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([tag])
    .editable()
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([datasourceVariable(), ...variables, addressVariable()])
    .links([otherDashboards(), toHvitals()])
    .annotations([alertMarks(alerts)]);
  for (const section of sections) {
    const row = new RowBuilder(section.title).datasource(datasource);
    builder.withRow(section.repeat === undefined ? row : row.repeat(section.repeat));
    for (const panel of section.panels) builder.withPanel(panel);
  }
  const dashboard = builder.build();
  return {
    ...dashboard,
    // The builders would put both away into a menu of Grafana 12.
    links: dashboard.links?.map(({ placement: _, ...link }) => link) ?? [],
    annotations: { list: dashboard.annotations?.list?.map(({ placement: _, ...query }) => query) ?? [] },
    panels: dashboard.panels?.map((panel, index) => ({ ...panel, id: index + 1 })) ?? [],
  };
}

/** Link to a page of hvitals; the address is a variable, because Grafana does not know it. */
export const pageOf = (path: string): string => `\${hvitals_url:raw}${path}`;
/** Link to another dashboard of hvitals, with the chosen data source, address and time range. */
export const dashboardOf = (uid: string, query: string): string =>
  `/d/${uid}?\${datasource:queryparam}&\${hvitals_url:queryparam}&${query}&\${__url_time_range}`;

/** Failover clusters, as hosts say them; without a choice hosts in none count too. */
export function clusterVariable(): QueryVariableBuilder {
  return choice('cluster', 'Cluster', 'label_values(hvitals_host_info, cluster)')
    .description('Failover cluster that the host says it is in. All: hosts in none too.')
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

/** Hosts of the chosen clusters. */
export function hostVariable(): QueryVariableBuilder {
  return choice('host', 'Host', 'label_values(hvitals_host_info{cluster=~"$cluster"}, host)').description(
    'Hosts of the chosen clusters that were read within the time range.',
  );
}

/** A variable that is filled from Prometheus. */
export function choice(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query({ query, refId: `variable-${name}` })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc);
}

function datasourceVariable(): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus');
}

function addressVariable(): TextBoxVariableBuilder {
  const address = 'http://127.0.0.1:7480';
  return new TextBoxVariableBuilder('hvitals_url')
    .label('Address of hvitals')
    .description('Where your browser reaches the web app of hvitals; links lead there.')
    .defaultValue(address)
    .current({ selected: true, text: address, value: address });
}

function otherDashboards(): DashboardLinkBuilder {
  return new DashboardLinkBuilder('hvitals dashboards')
    .type(DashboardLinkType.Dashboards)
    .tags([tag])
    .asDropdown(false)
    .includeVars(true)
    .keepTime(true);
}

function toHvitals(): DashboardLinkBuilder {
  return new DashboardLinkBuilder('hvitals')
    .type(DashboardLinkType.Link)
    .icon('external link')
    .tooltip('Opens hvitals')
    .url(pageOf('/'))
    .targetBlank(true);
}

function alertMarks(where: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(datasource)
    .enable(true)
    .iconColor('red')
    .expr(`ALERTS{alertname=~"Hvitals.+", alertstate="firing"${where === '' ? '' : `, ${where}`}}`)
    .step('60s')
    .titleFormat('{{alertname}}')
    .textFormat('{{vm}} {{host}} {{collector}}')
    .tagKeys('severity');
}
