import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import type { BearerGate } from '#lib/auth/bearer-gate.ts';
import type { Listen } from '#lib/config/listen.ts';
import type { Logger } from '#lib/log.ts';
import { contentTypes } from '#lib/metrics/text-format.ts';
import { chooseFormat } from './choose-format.ts';
import { collectMetrics, type MetricsSources } from './collect-metrics.ts';
import { decideCompression } from './decide-compression.ts';
import { type Asked, readAsked } from './read-asked.ts';
import { describeReadiness, type Readiness } from './readiness.ts';
import { HangUpError, sendGzip, sendPlain } from './send-pieces.ts';
import { toShardTargets } from './shard-targets.ts';

export interface ExporterOptions {
  readonly sources: MetricsSources;
  readonly readiness: () => Readiness;
  /** How many shards /api/v1/sd lists where nobody asks for another number. */
  readonly shardCount: () => number;
  /** Who may ask for more than signs of life; without it everybody. */
  readonly gate?: BearerGate;
  readonly log: Logger;
}

/** A request that is not whole, or an answer that nobody reads, is dropped after this long. */
const requestTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

const plainType = 'text/plain; charset=utf-8';

const indexText = `hvitals collectors

/metrics     metrics as Prometheus text or OpenMetrics; ?shard=1/4 for a part of them
/api/v1/sd   the shards as scrape targets, for Prometheus' http_sd; ?shards=4 for another number of them
/healthz     200 while this process is alive
/readyz      200 once targets are loaded and polled and the store takes writes
`;

/** The collectors' HTTP side, on bare node:http: nothing here reads a request body or keeps state. */
export function createExporterServer(options: ExporterOptions): Server {
  const server = createServer({
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    keepAliveTimeout: idleTimeoutMs,
  });
  server.setTimeout(idleTimeoutMs);
  server.on('request', (request, response) => {
    respond(options, request, response).catch((error: unknown) => {
      if (!isHangUp(error)) options.log.error({ err: error, url: request.url }, 'exporter request failed');
      response.destroy();
    });
  });
  return server;
}

/** Readers that go away in the middle are their own affair. */
function isHangUp(error: unknown): boolean {
  if (error instanceof HangUpError) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE';
}

/** Resolves with the port once the server listens; rejects where the address is taken or not ours. */
export async function listen(server: Server, { host, port }: Listen): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

async function respond(options: ExporterOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  const asked = readAsked(request);
  if (!mayAsk(options.gate, asked, request, response)) return;
  switch (asked.kind) {
    case 'refused':
      if (asked.status === 405) response.setHeader('Allow', 'GET, HEAD');
      return sendText(request, response, asked.status, asked.sentence);
    case 'index':
      return sendText(request, response, 200, indexText);
    case 'healthz':
      return sendText(request, response, 200, 'ok\n');
    case 'readyz': {
      const { ready, text } = describeReadiness(options.readiness());
      return sendText(request, response, ready ? 200 : 503, text);
    }
    case 'sd': {
      const targets = toShardTargets(asked.address, asked.shards ?? options.shardCount());
      return sendText(request, response, 200, `${JSON.stringify(targets)}\n`, 'application/json');
    }
    case 'metrics':
      return sendMetrics(options.sources, asked, request, response);
  }
}

/** Whether the request may be answered; where not, it has been. Signs of life are for everybody: they say nothing of the fleet. */
function mayAsk(gate: BearerGate | undefined, { kind }: Asked, request: IncomingMessage, response: ServerResponse): boolean {
  if (gate === undefined || kind === 'healthz' || kind === 'readyz') return true;
  const decision = gate.decide(request.headers.authorization);
  if (decision === 'open') return true;
  // RFC 6750 3: a code only where a token came.
  response.setHeader('WWW-Authenticate', `Bearer realm="hvitals"${decision === 'wrong-token' ? ', error="invalid_token"' : ''}`);
  sendText(request, response, 401, refusals[decision]);
  return false;
}

const refusals = {
  'no-token': 'Send the token of metrics.bearer, as Authorization: Bearer <token>.\n',
  'wrong-token': 'This is not the token of metrics.bearer.\n',
  'no-secret': 'The file of metrics.bearer cannot be used; the log of the collectors says why.\n',
} as const;

function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  contentType = plainType,
): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
}

async function sendMetrics(
  sources: MetricsSources,
  { shard }: Extract<Asked, { kind: 'metrics' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers, socket } = request;
  const { gzip } = decideCompression({
    acceptEncoding: headers['accept-encoding'],
    remoteAddress: socket.remoteAddress,
    isScraper: headers['x-prometheus-scrape-timeout-seconds'] !== undefined,
  });
  const format = chooseFormat(headers.accept);
  response.setHeader('Content-Type', contentTypes[format]);
  response.setHeader('Vary', 'Accept, Accept-Encoding');
  if (request.method === 'HEAD') {
    if (gzip) response.setHeader('Content-Encoding', 'gzip');
    response.end();
    return;
  }
  const { pieces, release } = await collectMetrics(sources, { format, shard });
  try {
    await (gzip ? sendGzip : sendPlain)(response, pieces);
    await finished(response, { readable: false });
  } finally {
    // From here on the buffers may change, so nothing of them may wait to be sent.
    release();
  }
}
