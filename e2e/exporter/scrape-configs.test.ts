import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { type StartedCollectors, startCollectors } from '../support/start-collectors.ts';

const folder = new URL('../../public/prometheus/', import.meta.url);
/** Each shipped file, how many targets it makes, and the instances of their `up`. */
const ways = {
  'scrape-config.yml': ['/shard-1-of-1'],
  'scrape-static.yml': [''],
  'scrape-file-sd.yml': [''],
  'scrape-shards.yml': ['/shard-1-of-4', '/shard-2-of-4', '/shard-3-of-4', '/shard-4-of-4'],
} as const;
type Way = keyof typeof ways;

let collectors: StartedCollectors;
const running = new Map<Way, Prometheus>();
const adapt = (name: string) =>
  readFileSync(new URL(name, folder), 'utf8').replaceAll('127.0.0.1:7481', `127.0.0.1:${collectors.port}`).replace('15s', '1s');

beforeAll(async () => {
  collectors = await startCollectors();
  for (const way of Object.keys(ways) as Way[]) {
    const targets = { 'hvitals-targets.json': adapt('hvitals-targets.json') };
    running.set(way, await startPrometheus(collectors.url, adapt(way), targets));
  }
}, 300_000);

afterAll(async () => {
  for (const prometheus of running.values()) await prometheus.stop();
  await collectors.stop();
});

function of(way: Way): Prometheus {
  const prometheus = running.get(way);
  if (prometheus === undefined) throw new Error(`No Prometheus runs with ${way}.`);
  return prometheus;
}

/** Names and labels of all that is scraped, one line each. `up` and the like are about targets, of which there are more or fewer. */
async function seriesOf(way: Way): Promise<readonly string[]> {
  const rows = await of(way).query('{job="hvitals", __name__!~"up|scrape_.*"}');
  return rows.map(({ labels }) => JSON.stringify(Object.entries(labels).sort())).sort();
}

test.each(Object.entries(ways))(
  '%s: all targets are up, each with an up of its own',
  async (way, suffixes) => {
    await eventually('all are up', 30_000, async () => {
      const up = await of(way as Way).query('up');
      const address = `127.0.0.1:${collectors.port}`;
      expect(up.map(({ labels, value }) => [labels.job, labels.instance, value]).sort()).toEqual(
        suffixes.map((suffix) => ['hvitals', `${address}${suffix}`, 1]),
      );
    });
  },
  40_000,
);

test('every way leads to the same series: none doubled, none lost, none named by its shard', async () => {
  await eventually('all have the same series', 30_000, async () => {
    const [first, ...rest] = await Promise.all((Object.keys(ways) as Way[]).map(seriesOf));
    expect(first?.length).toBeGreaterThan(2_000);
    expect(new Set(first).size).toBe(first?.length);
    for (const other of rest) expect(other).toEqual(first);
    expect(first?.filter((line) => line.includes('shard-'))).toEqual([]);
  });
}, 40_000);

test('as many series as the daemon writes, and what is about a VM or host says nothing of who was asked', async () => {
  await eventually('the numbers are equal', 30_000, async () => {
    const text = await collectors.scrape();
    const written = text.split('\n').filter((line) => /^[a-z]/.test(line)).length;
    expect((await seriesOf('scrape-shards.yml')).length).toBe(written);
  });
  const placed = await of('scrape-shards.yml').query('{__name__=~"hvitals_(vm|host|scrape)_.*", instance!=""}');
  expect(placed).toEqual([]);
  const [own] = await of('scrape-shards.yml').query('hvitals_daemon_targets');
  expect(own?.labels.instance).toBe(`127.0.0.1:${collectors.port}`);
}, 40_000);
