import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { GET as getAlertEvents } from '../api/v1/alert-events/route.ts';
import * as ack from '../api/v1/alerts/[fingerprint]/ack/route.ts';
import { POST as postAcks } from '../api/v1/alerts/ack/route.ts';
import { GET as getAlertBrief } from '../api/v1/alerts/brief/route.ts';
import { GET as getAlerts } from '../api/v1/alerts/route.ts';
import { GET as getAlertRules } from '../api/v1/alerts/rules/route.ts';
import { GET as getClocks } from '../api/v1/clocks/route.ts';
import { GET as getEvents } from '../api/v1/events/route.ts';
import { GET as getFindings } from '../api/v1/findings/route.ts';
import { GET as getHandover } from '../api/v1/handover/route.ts';
import { GET as getHistory } from '../api/v1/history/route.ts';
import { GET as getHostAlerts } from '../api/v1/hosts/[host]/alerts/route.ts';
import { GET as getHosts } from '../api/v1/hosts/route.ts';
import * as maintenanceWindow from '../api/v1/maintenance/[id]/route.ts';
import { POST as previewMaintenance } from '../api/v1/maintenance/preview/route.ts';
import * as maintenance from '../api/v1/maintenance/route.ts';
import { GET as getMigrations } from '../api/v1/migrations/route.ts';
import { GET as getOpenApi } from '../api/v1/openapi.json/route.ts';
import { GET as getOverview } from '../api/v1/overview/route.ts';
import { GET as getPulse } from '../api/v1/pulse/route.ts';
import { GET as getReceivers } from '../api/v1/receivers/route.ts';
import { GET as getSession } from '../api/v1/session/route.ts';
import * as silence from '../api/v1/silences/[id]/route.ts';
import { POST as previewSilence } from '../api/v1/silences/preview/route.ts';
import * as silences from '../api/v1/silences/route.ts';
import { GET as getTargets } from '../api/v1/targets/route.ts';
import { GET as getVmList } from '../api/v1/vm-list/route.ts';
import { GET as getVmAlerts } from '../api/v1/vms/[vmId]/alerts/route.ts';
import { GET as getVmPower } from '../api/v1/vms/[vmId]/power/route.ts';
import { GET as getVm } from '../api/v1/vms/[vmId]/route.ts';
import { GET as getVms } from '../api/v1/vms/route.ts';
import { csrfHeader, requestHeader } from './accept-write.ts';
import { accessIdRoutes, accessRoutes } from './access-routes.ts';
import { answerApi } from './answer-api.ts';
import type { Methods, RequestHandler } from './http-server.ts';
import { copyContext } from './request-context.ts';

/** What answers a request; what only the server knows of it stands in `incoming`. */
type Route = (request: Request, incoming: IncomingMessage) => Promise<Response>;

/** Headers of the request that a route may look at. */
const readHeaders = ['accept', 'if-none-match'] as const;
/** Of a request that writes, also who sends it and what. */
const writeHeaders = [
  ...readHeaders,
  'content-type',
  'content-length',
  'host',
  'origin',
  'sec-fetch-site',
  'user-agent',
  requestHeader,
  csrfHeader,
] as const;

const webMethods = ['GET', 'POST', 'PUT', 'DELETE'] as const;
type WebMethod = (typeof webMethods)[number];

const compress = promisify(gzip);
/** Shorter answers cost more to compress than to send. */
const compressedFrom = 4_096;

const fixedPaths = new Map<string, RequestHandler | Methods>([
  ['/api/v1/alert-events', toHandler(getAlertEvents)],
  ['/api/v1/alerts', toHandler(getAlerts)],
  ['/api/v1/alerts/rules', toHandler(getAlertRules)],
  ['/api/v1/alerts/ack', { POST: toHandler(postAcks) }],
  ['/api/v1/alerts/brief', toHandler(getAlertBrief)],
  ['/api/v1/clocks', toHandler(getClocks)],
  ['/api/v1/events', toHandler(getEvents)],
  ['/api/v1/findings', toHandler(getFindings)],
  ['/api/v1/handover', toHandler(getHandover)],
  ['/api/v1/history', toHandler(getHistory)],
  ['/api/v1/hosts', toHandler(getHosts)],
  ['/api/v1/maintenance', { GET: toHandler(maintenance.GET), POST: toHandler(maintenance.POST) }],
  ['/api/v1/maintenance/preview', { POST: toHandler(previewMaintenance) }],
  ['/api/v1/migrations', toHandler(getMigrations)],
  ['/api/v1/openapi.json', toHandler(getOpenApi)],
  ['/api/v1/overview', toHandler(getOverview)],
  ['/api/v1/pulse', toHandler(getPulse)],
  ['/api/v1/receivers', toHandler(getReceivers)],
  ['/api/v1/session', toHandler(getSession)],
  ['/api/v1/silences', { GET: toHandler(silences.GET), POST: toHandler(silences.POST) }],
  ['/api/v1/silences/preview', { POST: toHandler(previewSilence) }],
  ['/api/v1/targets', toHandler(getTargets)],
  ['/api/v1/vm-list', toHandler(getVmList)],
  ['/api/v1/vms', toHandler(getVms)],
  ...accessRoutes.map(([path, routes]): [string, Methods] => [path, toMethods(routes, toHandler)]),
]);

type Parts<Name extends string> = { readonly params: Promise<Readonly<Record<Name, string>>> };
type PartRoute<Name extends string> = (request: Request, context: Parts<Name>) => Promise<Response>;

/** A route of which one part of the path is a variable. */
function withPart<Name extends string>(name: Name, value: string, route: PartRoute<Name>): RequestHandler {
  const params = { [name]: value } as Record<Name, string>;
  return toHandler((request) => route(request, { params: Promise.resolve(params) }));
}

/** The methods of a module of routes, which has other exports too. */
function toMethods<One>(routes: Readonly<Partial<Record<WebMethod, One>>>, toOne: (route: One) => RequestHandler): Methods {
  return Object.fromEntries(
    webMethods.flatMap((method) => {
      const route = routes[method];
      return route === undefined ? [] : [[method, toOne(route)]];
    }),
  );
}

/** Paths with a variable: the first pattern that fits. */
const variablePaths: readonly (readonly [pattern: RegExp, methodsOf: (part: string) => Methods])[] = [
  [/^\/api\/v1\/vms\/([^/]+)$/, (vmId) => ({ GET: withPart('vmId', vmId, getVm) })],
  [/^\/api\/v1\/vms\/([^/]+)\/power$/, (vmId) => ({ GET: withPart('vmId', vmId, getVmPower) })],
  [/^\/api\/v1\/vms\/([^/]+)\/alerts$/, (vmId) => ({ GET: withPart('vmId', vmId, getVmAlerts) })],
  [/^\/api\/v1\/hosts\/([^/]+)\/alerts$/, (host) => ({ GET: withPart('host', host, getHostAlerts) })],
  [
    /^\/api\/v1\/alerts\/([\w-]{1,100})\/ack$/,
    (id) => ({ POST: withPart('fingerprint', id, ack.POST), DELETE: withPart('fingerprint', id, ack.DELETE) }),
  ],
  [
    /^\/api\/v1\/silences\/([\w-]{1,100})$/,
    (id) => ({ PUT: withPart('id', id, silence.PUT), DELETE: withPart('id', id, silence.DELETE) }),
  ],
  [
    /^\/api\/v1\/maintenance\/([\w-]{1,100})$/,
    (id) => ({ PUT: withPart('id', id, maintenanceWindow.PUT), DELETE: withPart('id', id, maintenanceWindow.DELETE) }),
  ],
  ...accessIdRoutes.map(([pattern, routes]): readonly [RegExp, (id: string) => Methods] => [
    pattern,
    (id) => toMethods(routes, (route) => withPart('id', id, route)),
  ]),
];
/**
 * The whole API is answered without Next: that is much faster, Next takes the `content-encoding` off every answer of a route
 * (send-response.js), so that nothing it sends can be compressed by us, and what writes passes one place (accept-write.ts). Undefined for
 * what is no path of the API.
 */
export function findApiHandler(path: string): RequestHandler | Methods | undefined {
  const fixed = fixedPaths.get(path);
  if (fixed !== undefined) return fixed;
  for (const [pattern, methodsOf] of variablePaths) {
    const [, part] = pattern.exec(path) ?? [];
    if (part !== undefined) return methodsOf(part);
  }
  return undefined;
}

/** A route of Next as a handler of our own server. The whole body is held: these are answers of one piece, gzipped for those who take it. */
export function toHandler(route: Route): RequestHandler {
  return async (request, response) => {
    const answer = await answerApi(toWebRequest(request), (asked) => route(asked, request));
    const plain = Buffer.from(await answer.arrayBuffer());
    const isLong = plain.byteLength >= compressedFrom;
    const isCompressed = isLong && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const body = isCompressed ? await compress(plain, { level: constants.Z_BEST_SPEED }) : plain;
    // Cookies are the only header that comes several times.
    for (const [name, value] of answer.headers) {
      if (name === 'set-cookie') response.appendHeader(name, value);
      else response.setHeader(name, value);
    }
    if (isLong) response.appendHeader('vary', 'accept-encoding');
    if (isCompressed) response.setHeader('content-encoding', 'gzip');
    if (answer.status !== 304) response.setHeader('content-length', body.byteLength);
    response.writeHead(answer.status).end(body);
  };
}

function toWebRequest(request: IncomingMessage): Request {
  const { method: asked = 'GET', url = '/', headers: given } = request;
  // The head of an answer is that of GET; Node sends no body with it.
  const method = asked === 'HEAD' ? 'GET' : asked;
  const headers = new Headers();
  for (const name of method === 'GET' ? readHeaders : writeHeaders) {
    const value = given[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const hasBody = given['transfer-encoding'] !== undefined || Number(given['content-length'] ?? 0) > 0;
  const web = new Request(new URL(url, 'http://localhost'), {
    method,
    headers,
    ...(method === 'GET' || !hasBody ? {} : { body: toWebStream(request), duplex: 'half' }),
  });
  copyContext(request, web);
  return web;
}

/** The types of the two worlds differ in what nobody uses here. */
function toWebStream(request: IncomingMessage): ReadableStream<Uint8Array> {
  return Readable.toWeb(request) as unknown as ReadableStream<Uint8Array>;
}
