import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { GET as getAlertBrief } from '../api/v1/alerts/brief/route.ts';
import { GET as getAlerts } from '../api/v1/alerts/route.ts';
import { GET as getClocks } from '../api/v1/clocks/route.ts';
import { GET as getEvents } from '../api/v1/events/route.ts';
import { GET as getFindings } from '../api/v1/findings/route.ts';
import { GET as getHandover } from '../api/v1/handover/route.ts';
import { GET as getHistory } from '../api/v1/history/route.ts';
import { GET as getHostAlerts } from '../api/v1/hosts/[host]/alerts/route.ts';
import { GET as getHosts } from '../api/v1/hosts/route.ts';
import { GET as getMigrations } from '../api/v1/migrations/route.ts';
import { GET as getOverview } from '../api/v1/overview/route.ts';
import { GET as getPulse } from '../api/v1/pulse/route.ts';
import { GET as getTargets } from '../api/v1/targets/route.ts';
import { GET as getVmList } from '../api/v1/vm-list/route.ts';
import { GET as getVmAlerts } from '../api/v1/vms/[vmId]/alerts/route.ts';
import { GET as getVmPower } from '../api/v1/vms/[vmId]/power/route.ts';
import { GET as getVm } from '../api/v1/vms/[vmId]/route.ts';
import { GET as getVms } from '../api/v1/vms/route.ts';
import type { RequestHandler } from './http-server.ts';

type Route = (request: Request) => Promise<Response>;

/** Headers of the request that a route may look at. */
const readHeaders = ['accept', 'if-none-match'] as const;

const compress = promisify(gzip);
/** Shorter answers cost more to compress than to send. */
const compressedFrom = 4_096;

const fixedPaths = new Map<string, RequestHandler>([
  ['/api/v1/alerts', toHandler(getAlerts)],
  ['/api/v1/alerts/brief', toHandler(getAlertBrief)],
  ['/api/v1/clocks', toHandler(getClocks)],
  ['/api/v1/events', toHandler(getEvents)],
  ['/api/v1/findings', toHandler(getFindings)],
  ['/api/v1/handover', toHandler(getHandover)],
  ['/api/v1/history', toHandler(getHistory)],
  ['/api/v1/hosts', toHandler(getHosts)],
  ['/api/v1/migrations', toHandler(getMigrations)],
  ['/api/v1/overview', toHandler(getOverview)],
  ['/api/v1/pulse', toHandler(getPulse)],
  ['/api/v1/targets', toHandler(getTargets)],
  ['/api/v1/vm-list', toHandler(getVmList)],
  ['/api/v1/vms', toHandler(getVms)],
]);
const hostAlertsPath = /^\/api\/v1\/hosts\/([^/]+)\/alerts$/;
const vmPath = /^\/api\/v1\/vms\/([^/]+)(\/power|\/alerts)?$/;

/**
 * The whole API is answered without Next: that is much faster, and Next takes the `content-encoding` off every answer of a route
 * (send-response.js), so that nothing it sends can be compressed by us. Undefined for what is no path of the API.
 */
export function findApiHandler(path: string): RequestHandler | undefined {
  const [, host] = hostAlertsPath.exec(path) ?? [];
  if (host !== undefined) return toHandler((request) => getHostAlerts(request, { params: Promise.resolve({ host }) }));
  const [, vmId, part] = vmPath.exec(path) ?? [];
  if (vmId === undefined) return fixedPaths.get(path);
  const route = part === undefined ? getVm : part === '/power' ? getVmPower : getVmAlerts;
  return toHandler((request) => route(request, { params: Promise.resolve({ vmId }) }));
}

/** A route of Next as a handler of our own server. The whole body is held: these are answers of one piece, gzipped for those who take it. */
export function toHandler(route: Route): RequestHandler {
  return async (request, response) => {
    const headers = new Headers();
    for (const name of readHeaders) {
      const value = request.headers[name];
      if (value !== undefined) headers.set(name, value);
    }
    const answer = await route(new Request(new URL(request.url ?? '/', 'http://localhost'), { headers }));
    const plain = Buffer.from(await answer.arrayBuffer());
    const isLong = plain.byteLength >= compressedFrom;
    const isCompressed = isLong && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const body = isCompressed ? await compress(plain, { level: constants.Z_BEST_SPEED }) : plain;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    if (isLong) response.appendHeader('vary', 'accept-encoding');
    if (isCompressed) response.setHeader('content-encoding', 'gzip');
    if (answer.status !== 304) response.setHeader('content-length', body.byteLength);
    response.writeHead(answer.status).end(body);
  };
}
