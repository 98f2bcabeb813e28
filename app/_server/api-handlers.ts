import { GET as getClocks } from '../api/v1/clocks/route.ts';
import { GET as getHosts } from '../api/v1/hosts/route.ts';
import { GET as getOverview } from '../api/v1/overview/route.ts';
import { GET as getPulse } from '../api/v1/pulse/route.ts';
import { GET as getTargets } from '../api/v1/targets/route.ts';
import { GET as getVmList } from '../api/v1/vm-list/route.ts';
import { GET as getVms } from '../api/v1/vms/route.ts';
import type { RequestHandler } from './http-server.ts';

type Route = (request: Request) => Promise<Response>;

/** Headers of the request that a route may look at. */
const readHeaders = ['accept-encoding', 'if-none-match'] as const;

/**
 * What pages poll, answered without Next: that is much faster, and Next takes the `content-encoding` off every answer of a route
 * (send-response.js), so that nothing it sends can be compressed by us.
 */
export const apiHandlers: readonly (readonly [path: string, handler: RequestHandler])[] = [
  ['/api/v1/clocks', toHandler(getClocks)],
  ['/api/v1/hosts', toHandler(getHosts)],
  ['/api/v1/overview', toHandler(getOverview)],
  ['/api/v1/pulse', toHandler(getPulse)],
  ['/api/v1/targets', toHandler(getTargets)],
  ['/api/v1/vm-list', toHandler(getVmList)],
  ['/api/v1/vms', toHandler(getVms)],
];

/** A route of Next as a handler of our own server. The whole body is held: these are answers of one piece. */
export function toHandler(route: Route): RequestHandler {
  return async (request, response) => {
    const headers = new Headers();
    for (const name of readHeaders) {
      const value = request.headers[name];
      if (value !== undefined) headers.set(name, value);
    }
    const answer = await route(new Request(new URL(request.url ?? '/', 'http://localhost'), { headers }));
    const body = Buffer.from(await answer.arrayBuffer());
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    if (answer.status !== 304) response.setHeader('content-length', body.byteLength);
    response.writeHead(answer.status).end(body);
  };
}
