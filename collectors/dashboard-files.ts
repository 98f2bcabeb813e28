import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dashboards } from '#lib/grafana/dashboards.ts';
import type { DashboardFacts } from '#lib/grafana/shared-panels.ts';
import { type DocMarkers, replaceMetricDocs } from '#lib/metrics/render-metric-docs.ts';
import type { GeneratedFile } from './metric-docs.ts';
import { powerChannels } from './power/power-events.ts';
import { loadShippedRules } from './shipped-rules.ts';

/** The Grafana dashboards: as they are, and as they should be. Only `npm run docs` and tests may ask: the builders are not installed elsewhere. */
export function dashboardFiles(): readonly GeneratedFile[] {
  const facts = dashboardFacts();
  const files = Object.entries(dashboards).map(([name, render]) =>
    toFile(`public/grafana/${name}`, () => `${JSON.stringify(render(facts), null, 2)}\n`),
  );
  return [...files, toFile('docs/grafana.md', (page) => replaceMetricDocs(page, renderDashboardTable(facts), tableMarkers))];
}

const tableMarkers: DocMarkers = {
  start: '<!-- dashboards: generated from lib/grafana, do not edit -->',
  end: '<!-- /dashboards -->',
};

function toFile(path: string, expectedOf: (current: string) => string): GeneratedFile {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { path, file, current, expected: expectedOf(current) };
}

/** A metric or a recorded number of hvitals, and not the name of its job. */
const ownName = /\bhvitals(?:_[a-z0-9_]+)?(?::[a-z0-9_]+)+|\bhvitals_[a-z0-9_]+/g;

/** Texts of all queries, wherever they stand in a dashboard. */
function queriesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (key === 'expr' || key === 'definition' ? [inner] : []) : queriesIn(inner),
  );
}

/** Which metrics and recorded numbers each dashboard reads. */
function renderDashboardTable(facts: DashboardFacts): string {
  const lines = Object.values(dashboards).map((render) => {
    const { title = '', panels = [], templating } = render(facts);
    const names = new Set(queriesIn([panels, templating]).flatMap((query) => query.match(ownName) ?? []));
    return `| ${title} | ${[...names]
      .sort()
      .map((name) => `\`${name}\``)
      .join(', ')} |`;
  });
  return ['| dashboard | reads |', '|---|---|', ...lines].join('\n');
}

function dashboardFacts(): DashboardFacts {
  const slow = loadShippedRules().find(({ series }) => series === 'hvitals_scrape_duration_seconds');
  if (slow === undefined) throw new Error('no shipped rule compares hvitals_scrape_duration_seconds');
  const powerEvents = powerChannels.flatMap(({ meanings }) =>
    [...meanings].map(([id, { text, severity }]) => ({ id, text, severity })),
  );
  return { powerEvents, slowScrapeSeconds: slow.threshold };
}
