import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { startPrometheus } from '../support/prometheus.ts';
import { rawRequest } from '../support/serve-exporter.ts';
import { type BenchRow, median, ms, times } from './bench-row.ts';

const scrapes = 15;

/** The exporter in a process of its own, with 400,000 series of which 1 % change before each scrape. */
async function startExporter(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(fileURLToPath(new URL('exporter-process.ts', import.meta.url)));
  const [port] = await once(child, 'message');
  return { child, port: Number(port) };
}

/** A file server that has whole answers in memory and sends them in turn: as fast as node:http can be. */
async function startStatic(bodies: readonly Buffer[], headers: Readonly<Record<string, string>>) {
  let sent = 0;
  const server = createServer((_request, response) => {
    sent += 1;
    const body = bodies[sent % bodies.length] ?? Buffer.alloc(0);
    response.writeHead(200, { ...headers, 'Content-Length': body.length }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

/** How long a real Prometheus takes for a scrape of our endpoint, and of the same bytes from a server that does nothing but send them. */
export async function bench(): Promise<readonly BenchRow[]> {
  const exporter = await startExporter();
  const accept = { accept: 'application/openmetrics-text; version=1.0.0' };
  const ask = () => rawRequest(`http://127.0.0.1:${exporter.port}/metrics`, accept);
  const answer = await ask();
  // The other one has the changes of the moment in between, so that Prometheus finds as much new in both.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const { server, port } = await startStatic([answer.body, (await ask()).body], {
    'Content-Type': answer.headers['content-type'] ?? '',
  });
  const job = (name: string, at: number) =>
    `- {job_name: ${name}, metrics_path: /metrics, static_configs: [{targets: ['127.0.0.1:${at}']}]}\n`;
  const configuration = `global: {scrape_interval: 6s, scrape_timeout: 6s}\nscrape_configs:\n${job('ours', exporter.port)}${job('static', port)}`;
  const prometheus = await startPrometheus(`http://127.0.0.1:${port}`, configuration);
  const seen = new Map<string, Map<number, number>>([
    ['ours', new Map()],
    ['static', new Map()],
  ]);
  // The first scrape of each makes the series, which is not what the later ones cost.
  while ([...seen.values()].some((values) => values.size < scrapes + 1)) {
    for (const { labels, value } of await prometheus.query('scrape_duration_seconds')) {
      const [stamp] = await prometheus.query(`timestamp(up{job="${labels.job}"})`);
      seen.get(labels.job ?? '')?.set(stamp?.value ?? 0, value * 1_000);
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  await prometheus.stop();
  server.close();
  exporter.child.kill();
  const of = (name: string) => median([...(seen.get(name)?.values() ?? [])].slice(1));
  const [ours, plain] = [of('ours'), of('static')];
  return [
    {
      what: 'a scrape of 400,000 series by Prometheus on the same machine, 1 % changed',
      ours: ms(ours),
      peer: 'the same bytes from a static node:http server',
      peers: ms(plain),
      ratio: times(plain, ours),
      target: 'within 10 %',
    },
  ];
}
