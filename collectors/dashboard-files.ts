import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dashboards } from '#lib/grafana/dashboards.ts';
import type { DashboardFacts } from '#lib/grafana/shared-panels.ts';
import type { GeneratedFile } from './metric-docs.ts';
import { powerChannels } from './power/power-events.ts';
import { loadShippedRules } from './shipped-rules.ts';

/** The Grafana dashboards: as they are, and as they should be. Only `npm run docs` and tests may ask: the builders are not installed elsewhere. */
export function dashboardFiles(): readonly GeneratedFile[] {
  const facts = dashboardFacts();
  return Object.entries(dashboards).map(([name, render]) => {
    const path = `public/grafana/${name}`;
    const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
    const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return { path, file, current, expected: `${JSON.stringify(render(facts), null, 2)}\n` };
  });
}

function dashboardFacts(): DashboardFacts {
  const slow = loadShippedRules().find(({ series }) => series === 'hvitals_scrape_duration_seconds');
  if (slow === undefined) throw new Error('no shipped rule compares hvitals_scrape_duration_seconds');
  const powerEvents = powerChannels.flatMap(({ meanings }) =>
    [...meanings].map(([id, { text, severity }]) => ({ id, text, severity })),
  );
  return { powerEvents, slowScrapeSeconds: slow.threshold };
}
