import * as units from '@grafana/grafana-foundation-sdk/units';
import { describe, expect, test } from 'vitest';
import { dashboardFiles } from '#collectors/dashboard-files.ts';
import { linksOf, panelsOf, shippedDashboards } from './dashboard-json.ts';

const unitIds = new Set<unknown>(Object.values(units));
const uids = shippedDashboards.map(({ uid }) => uid);
const named = shippedDashboards.map((dashboard) => [dashboard.file, dashboard] as const);

test('there is one dashboard for each subject, each with an id of its own', () => {
  expect(uids.toSorted()).toEqual(['hvitals-clocks', 'hvitals-fleet', 'hvitals-host', 'hvitals-vm']);
});

test('the same facts give the same text, to the last byte, and it is what is shipped', () => {
  const [first, second] = [dashboardFiles(), dashboardFiles()];
  expect(first).toEqual(second);
  for (const { current, expected } of first) expect(current).toBe(expected);
});

describe.each(named)('%s', (_file, dashboard) => {
  const panels = panelsOf(dashboard);
  const variables = dashboard.templating.list.map(({ name }) => name);

  test('ids are unique', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  test('panels stay within 24 columns, do not lie on each other and leave no gap below a heading', () => {
    const taken = new Map<string, string>();
    for (const { title, gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect([title, taken.get(`${x},${y}`)]).toEqual([title, undefined]);
          taken.set(`${x},${y}`, title);
        }
      }
    }
    const lines = new Set([...taken.keys()].map((place) => Number(place.split(',')[1])));
    expect(lines.size).toBe(Math.max(...lines) + 1);
  });

  test('units are such that Grafana knows', () => {
    for (const { title, fieldConfig } of panels) {
      const overridden = fieldConfig.overrides.flatMap(({ properties }) => properties.filter(({ id }) => id === 'unit'));
      for (const unit of [fieldConfig.defaults.unit ?? 'short', ...overridden.map(({ value }) => value)]) {
        expect([title, unit, unitIds.has(unit)]).toEqual([title, unit, true]);
      }
    }
  });

  test('queries of a panel have different letters, and only tables have several rows of now', () => {
    for (const { title, type, targets } of panels) {
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const { instant = false, range = false, format = 'time_series' } of targets) {
        const now = type === 'stat' || type === 'table';
        expect([title, instant, range, format]).toEqual([title, now, !now, type === 'table' ? 'table' : 'time_series']);
      }
    }
  });

  test('every variable that is named exists', () => {
    const builtIn = ['__rate_interval', '__range', '__url_time_range', '__data'];
    const used = [...dashboard.text.matchAll(/\$\{?([a-z_]+)/g)].map(([, name = '']) => name);
    for (const name of used) expect([...variables, ...builtIn, '__all']).toContain(name);
    for (const name of variables) expect(used.includes(name), `${name} is used`).toBe(true);
  });

  test('links lead to pages of hvitals or to dashboards that exist, with variables that those have', () => {
    for (const { url } of panels.flatMap(linksOf)) {
      const [, uid, name] = /^\/d\/([a-z-]+)\?.*&var-([a-z_]+)=\$\{__data\.fields\["[^"]+"\]\}&/.exec(url) ?? [];
      if (uid === undefined) {
        expect(url).toMatch(/^\$\{hvitals_url:raw\}\/(vms|hosts)\/\$\{__data\.fields\["(vm_id|Host)"\]\}$/);
        continue;
      }
      const other = shippedDashboards.find((one) => one.uid === uid);
      expect(other?.templating.list.map((variable) => variable.name)).toContain(name);
    }
  });

  test('a table has an override for each column that it shows, and none for others', () => {
    for (const { title, type, transformations = [], fieldConfig } of panels) {
      if (type !== 'table') continue;
      const organize = transformations.find(({ id }) => id === 'organize')?.options;
      const fields = Object.keys(organize?.indexByName ?? {});
      const renamed = new Map(Object.entries(organize?.renameByName ?? {}));
      const titles = fields.map((field) => renamed.get(field) ?? field);
      expect([title, fieldConfig.overrides.map(({ matcher }) => matcher.options)]).toEqual([title, titles]);
    }
  });
});
