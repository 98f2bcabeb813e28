import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const folder = new URL('../../public/grafana/', import.meta.url);
const source = z.strictObject({ type: z.literal('prometheus'), uid: z.literal(`\${datasource}`) });
const gridPos = z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1).max(24), h: z.int().min(1) });
const property = z.object({ id: z.string(), value: z.unknown() });
const link = z.object({ title: z.string().min(1), url: z.string().min(1), targetBlank: z.boolean() });

const target = z.object({
  refId: z.string().regex(/^[A-Z]$/),
  expr: z.string().min(1),
  datasource: source,
  format: z.enum(['table', 'time_series', 'heatmap']).optional(),
  instant: z.boolean().optional(),
  range: z.boolean().optional(),
});

const panel = z.object({
  id: z.int().min(1),
  type: z.enum(['stat', 'timeseries', 'state-timeline', 'table']),
  title: z.string().min(1),
  description: z.string().min(20),
  datasource: source,
  gridPos,
  targets: z.array(target).min(1),
  transformations: z
    .array(z.object({ id: z.enum(['merge', 'organize']), options: z.record(z.string(), z.unknown()) }))
    .optional(),
  fieldConfig: z.object({
    defaults: z.object({
      unit: z.string().optional(),
      mappings: z.array(z.object({ type: z.enum(['value']), options: z.unknown() })).optional(),
    }),
    overrides: z.array(
      z.object({ matcher: z.object({ id: z.literal('byName'), options: z.string() }), properties: z.array(property) }),
    ),
  }),
});

const row = z.object({
  id: z.int().min(1),
  type: z.literal('row'),
  title: z.string().min(1),
  collapsed: z.literal(false),
  gridPos,
  panels: z.array(z.never()),
  repeat: z.string().optional(),
});

const variable = z.object({
  name: z.string().regex(/^[a-z_]+$/),
  type: z.enum(['datasource', 'query', 'custom', 'textbox']),
  query: z.union([z.string(), z.object({ query: z.string(), refId: z.string() })]),
  regex: z.string().optional(),
});

/** What Grafana needs of a dashboard's JSON, as far as ours use it. */
const dashboard = z.object({
  id: z.undefined().optional(),
  uid: z.string().regex(/^hvitals-[a-z]+$/),
  title: z.string().min(1),
  tags: z.array(z.string()),
  schemaVersion: z.literal(42),
  time: z.object({ from: z.string().startsWith('now-'), to: z.literal('now') }),
  panels: z.array(z.union([row, panel])),
  templating: z.object({ list: z.array(variable) }),
  annotations: z.object({
    list: z.array(z.object({ name: z.string(), datasource: source, expr: z.string(), placement: z.undefined().optional() })),
  }),
  links: z.array(
    z.object({
      placement: z.undefined().optional(),
      type: z.enum(['dashboards', 'link']),
      url: z.string().optional(),
      tags: z.array(z.string()).optional(),
    }),
  ),
});

export type Panel = z.infer<typeof panel>;
export type Dashboard = z.infer<typeof dashboard> & { readonly file: string; readonly text: string };

/** The shipped dashboards, checked for what Grafana needs. */
export const shippedDashboards: readonly Dashboard[] = readdirSync(folder)
  .toSorted()
  .map((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const parsed = dashboard.safeParse(JSON.parse(text));
    if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
    return { ...parsed.data, file, text };
  });

/** Panels that show something: all but the headings. */
export function panelsOf({ panels }: Dashboard): readonly Panel[] {
  return panels.filter((one) => one.type !== 'row');
}

/** Links in the cells of a table. */
export function linksOf({ fieldConfig }: Panel): readonly z.infer<typeof link>[] {
  return fieldConfig.overrides.flatMap(({ properties }) =>
    properties.flatMap(({ id, value }) => (id === 'links' ? z.array(link).parse(value) : [])),
  );
}
