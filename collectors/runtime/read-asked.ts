import type { IncomingMessage } from 'node:http';
import { parseShard, type Shard, slotCount, wholeFleet } from '#lib/metrics/shard.ts';

/** What a request to the collectors' HTTP side asks for. */
export type Asked =
  | { readonly kind: 'index' | 'healthz' | 'readyz' }
  | { readonly kind: 'metrics'; readonly shard: Shard }
  | {
      readonly kind: 'sd';
      /** Host and port under which the asker reached us, and so will the scraper. */
      readonly address: string;
      readonly shards: number | undefined;
    }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 405; readonly sentence: string };

const paths: Readonly<Record<string, 'index' | 'healthz' | 'readyz' | 'metrics' | 'sd'>> = {
  '/': 'index',
  '/healthz': 'healthz',
  '/readyz': 'readyz',
  '/metrics': 'metrics',
  '/api/v1/sd': 'sd',
};

/** Reads method, path, query and Host of a request. */
export function readAsked({ method, url = '/', headers, socket }: IncomingMessage): Asked {
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  const kind = Object.hasOwn(paths, path) ? paths[path] : undefined;
  if (kind === undefined) return refused(404, 'Not found. See / for what is here.\n');
  if (method !== 'GET' && method !== 'HEAD') return refused(405, 'Only GET and HEAD.\n');
  const query = new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1));
  if (kind === 'metrics') return readShard(query);
  if (kind === 'sd') return readShardCount(query, toAddress(headers.host, socket));
  return { kind };
}

function readShard(query: URLSearchParams): Asked {
  const given = query.getAll('shard');
  if (given.length === 0) return { kind: 'metrics', shard: wholeFleet };
  const shard = given.length === 1 && given[0] !== undefined ? parseShard(given[0]) : undefined;
  if (shard !== undefined) return { kind: 'metrics', shard };
  return refused(
    400,
    `shard must be one number and the count of shards, such as shard=1/4; the number is from 1 to the count, which is ${slotCount} at most.\n`,
  );
}

function readShardCount(query: URLSearchParams, address: string): Asked {
  const given = query.getAll('shards');
  if (given.length === 0) return { kind: 'sd', address, shards: undefined };
  const shards = given.length === 1 && /^[1-9]\d?$/.test(given[0] ?? '') ? Number(given[0]) : undefined;
  if (shards !== undefined && shards <= slotCount) return { kind: 'sd', address, shards };
  return refused(400, `shards must be one whole number from 1 to ${slotCount}, such as shards=4.\n`);
}

/** The Host header where it is a host with a port or without; anything else is not repeated, and our own address stands in. */
function toAddress(host: string | undefined, socket: IncomingMessage['socket']): string {
  if (host !== undefined && /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(host)) return host;
  const { localAddress = '127.0.0.1', localPort = 0 } = socket;
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

function refused(status: 400 | 404 | 405, sentence: string): Asked {
  return { kind: 'refused', status, sentence };
}
