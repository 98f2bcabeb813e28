import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import type { Listen } from '#lib/config/listen.ts';
import type { Logger } from '#lib/log.ts';
import { acceptsGzip } from './accepts-gzip.ts';
import { describeReadiness, type Readiness } from './readiness.ts';
import { type MetricsSources, streamMetrics } from './stream-metrics.ts';

export interface ExporterOptions {
  readonly sources: MetricsSources;
  readonly readiness: () => Readiness;
  readonly log: Logger;
}

/** A request that is not whole, or an answer that nobody reads, is dropped after this long. */
const requestTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

const metricsType = 'text/plain; version=0.0.4; charset=utf-8';
const plainType = 'text/plain; charset=utf-8';

const indexText = `hvitals collectors

/metrics  Prometheus metrics
/healthz  200 while this process is alive
/readyz   200 once targets are loaded and polled and the store takes writes
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
  const path = (request.url ?? '/').split('?', 1)[0];
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (path !== '/' && path !== '/metrics' && path !== '/healthz' && path !== '/readyz') {
    return sendText(request, response, 404, 'Not found. See / for what is here.\n');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(request, response, 405, 'Only GET and HEAD.\n');
  }
  switch (path) {
    case '/':
      return sendText(request, response, 200, indexText);
    case '/healthz':
      return sendText(request, response, 200, 'ok\n');
    case '/readyz': {
      const { ready, text } = describeReadiness(options.readiness());
      return sendText(request, response, ready ? 200 : 503, text);
    }
    case '/metrics':
      return sendMetrics(options.sources, request, response);
  }
}

function sendText(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': plainType, 'Content-Length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
}

async function sendMetrics(sources: MetricsSources, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gzip = acceptsGzip(request.headers['accept-encoding']);
  response.setHeader('Content-Type', metricsType);
  response.setHeader('Vary', 'Accept-Encoding');
  if (gzip) response.setHeader('Content-Encoding', 'gzip');
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const text = Readable.from(streamMetrics(sources), { objectMode: false });
  // Level 1: on a scrape, time on this machine is dearer than bytes on the wire.
  if (gzip) await pipeline(text, createGzip({ level: constants.Z_BEST_SPEED }), response);
  else await pipeline(text, response);
}
