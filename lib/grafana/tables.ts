import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import * as table from '@grafana/grafana-foundation-sdk/table';
import type { Steps } from './panels.ts';
import { thresholdsOf } from './panels.ts';
import { datasource } from './queries.ts';

/** One column: a label of the rows, or the value of a query. */
export interface Column {
  /** Name of the field that Grafana makes: a label, `Value` where there is one query, else `Value #A`. */
  readonly field: string;
  readonly title: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly mappings?: readonly ValueMapping[];
  readonly steps?: Steps;
  /** Text in the colour of its mapping or threshold. */
  readonly coloured?: boolean;
  readonly links?: readonly CellLink[];
  readonly width?: number;
  /** There for links to name, but not shown. */
  readonly hidden?: boolean;
}

/** Where a click on a cell leads. `url` may name fields of the row. */
export interface CellLink {
  readonly title: string;
  readonly url: string;
  readonly newTab?: boolean;
}

/** Rows of the present moment; the queries' rows are joined by the labels that they share. What no column names is not shown. */
export function tablePanel(text: {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height?: number;
  readonly queries: readonly DataqueryBuilder[];
  readonly columns: readonly Column[];
  /** Title of the column to sort by; from large to small where `descending`. */
  readonly sortBy?: { readonly title: string; readonly descending: boolean };
  /** Fields that the queries give and no column shows. */
  readonly dropped?: readonly string[];
}): table.PanelBuilder {
  const { title, description, width, height = 8, queries, columns, sortBy, dropped = [] } = text;
  const panel = new table.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(datasource)
    .span(width)
    .height(height)
    .noValue('—')
    .filterable(true)
    .targets([...queries]);
  if (queries.length > 1) panel.withTransformation({ id: 'merge', options: {} });
  panel.withTransformation({ id: 'organize', options: organize(columns, dropped) });
  for (const column of columns) panel.overrideByName(column.title, propertiesOf(column));
  if (sortBy !== undefined) {
    panel.sortBy([new TableSortByFieldStateBuilder().displayName(sortBy.title).desc(sortBy.descending)]);
  }
  return panel;
}

function organize(columns: readonly Column[], dropped: readonly string[]) {
  return {
    excludeByName: Object.fromEntries(['Time', ...dropped].map((field) => [field, true])),
    indexByName: Object.fromEntries(columns.map(({ field }, index) => [field, index])),
    renameByName: Object.fromEntries(columns.flatMap(({ field, title }) => (field === title ? [] : [[field, title]]))),
  };
}

function propertiesOf({ unit, decimals, mappings, steps, coloured, links, width, hidden }: Column): DynamicConfigValue[] {
  const property = (id: string, value: unknown): DynamicConfigValue[] => (value === undefined ? [] : [{ id, value }]);
  return [
    ...property('unit', unit),
    ...property('decimals', decimals),
    ...property('mappings', mappings),
    ...property('thresholds', steps && thresholdsOf(steps).build()),
    ...(coloured === true ? [{ id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
    ...property(
      'links',
      links?.map(({ title, url, newTab = false }) => ({ title, url, targetBlank: newTab })),
    ),
    ...property('custom.width', width),
    ...property('custom.hidden', hidden),
  ];
}
