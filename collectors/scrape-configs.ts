import { toShardTargets } from './runtime/shard-targets.ts';

/** Where the collectors listen by default; whoever uses a file puts the own address in its place. */
const address = '127.0.0.1:7481';
/** How many shards the file without service discovery has. */
const fixedShards = 4;

/** One scrape configuration that is shipped: its file below public/prometheus, and its text. */
export interface ScrapeConfig {
  readonly file: string;
  readonly text: string;
}

/**
 * The scrape configurations for Prometheus and vmagent, with one relabelling in all of them: whoever goes from one to another keeps the
 * same series. Nothing in them is Prometheus' alone: vmagent refuses a file with a key that it does not know. Pure; texts with comments,
 * because people read and change them.
 */
export function renderScrapeConfigs(): readonly ScrapeConfig[] {
  return [
    toConfig('scrape-config.yml', 'The collectors list their shards, so that nothing has to change when the fleet grows.', [
      '# The collectors list their shards: one while the fleet is small, more when a body would grow too large.',
      'http_sd_configs:',
      `  - url: http://${address}/api/v1/sd`,
    ]),
    toConfig('scrape-static.yml', 'One target that never changes: everything in one body. Good up to some 4,000 VMs.', [
      'static_configs:',
      `  - targets: ['${address}']`,
    ]),
    toConfig(
      'scrape-file-sd.yml',
      'Targets come from a file that Prometheus reads anew when it changes: see hvitals-targets.json beside this one.',
      ['file_sd_configs:', '  # Below the folder of this file.', '  - files: [hvitals-targets.json]'],
    ),
    toConfig(
      'scrape-shards.yml',
      `A fixed number of shards (${fixedShards}), for a scraper without http_sd or for one job per shard. All of them must be there.`,
      ['static_configs:', ...toShardTargets(address, fixedShards).flatMap(toStaticTarget)],
    ),
    { file: 'hvitals-targets.json', text: `${JSON.stringify([{ targets: [address], labels: {} }], null, 2)}\n` },
  ];
}

function toStaticTarget({ targets, labels }: ReturnType<typeof toShardTargets>[number]): readonly string[] {
  const own = Object.entries(labels).flatMap(([name, value]) => (name === '__metrics_path__' ? [] : [`      ${name}: ${value}`]));
  return [`  - targets: ['${targets.join("', '")}']`, '    labels:', ...own];
}

function toConfig(file: string, what: string, targets: readonly string[]): ScrapeConfig {
  const job = ['- job_name: hvitals', '  scrape_interval: 15s', ...indent(targets, 2), ...indent(relabelling, 2)];
  return { file, text: `${[...headingOf(what), 'scrape_configs:', ...indent(job, 2)].join('\n')}\n` };
}

const headingOf = (what: string) => [
  `# ${what}`,
  '# Add the job to your prometheus.yml, or keep this file and name it there under scrape_config_files (Prometheus 2.43 or newer).',
  `# Put the address of your collectors in place of ${address}. Generated: change collectors/scrape-configs.ts, and run \`npm run docs\`.`,
];

/** `hvitals_scrape_*` is about hosts too. What is left to the address is about the collectors, of which there may be several. */
const relabelling = [
  'metric_relabel_configs:',
  '  # Each shard has an instance of its own, so that there is an up of each. On what was scraped it would make another series whenever',
  '  # the number of shards changes: there the instance is the address alone,',
  '  - source_labels: [instance]',
  '    regex: (.+)/shard-.+',
  '    target_label: instance',
  '  # and VMs and hosts are the same whoever was asked about them.',
  '  - source_labels: [__name__]',
  '    regex: hvitals_(vm|host|scrape)_.*',
  '    target_label: instance',
  "    replacement: ''",
];

function indent(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}
