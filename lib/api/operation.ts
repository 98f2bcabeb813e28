import type { z } from 'zod';
import type { Permission } from '../model/role.ts';
import type { ProblemCode } from './problem-codes.ts';

export const operationGroups = ['fleet', 'alerts', 'silences', 'history', 'stream', 'session', 'access', 'about'] as const;
export type OperationGroup = (typeof operationGroups)[number];

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** Method and path, with the variables of the path in braces: `GET /api/v1/vms/{vmId}`. */
export type OperationKey = `${Method} /api/v1/${string}`;

/** One thing that the API does. The answer's schema is what it sends, the body's and the query's what it takes. */
export interface Operation {
  /** Unique, a verb first; what generated clients call it. */
  readonly id: string;
  readonly group: OperationGroup;
  /** What the sender must be allowed to do; `none` where nobody has to be known. */
  readonly permission: Permission | 'none';
  /** A few words. */
  readonly summary: string;
  readonly description?: string;
  /** Parameters after the question mark; without it there are none, and every one that is sent is refused. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** 200 where it does not say. */
  readonly status?: 200 | 201;
  /** `stream` is server-sent events of which `answer` are the data; `csv` can also be had as a table. JSON where it does not say. */
  readonly media?: 'stream' | 'csv';
  /** False for a GET that is answered anew each time. */
  readonly etag?: boolean;
  /** `high` where an answer takes much work: less of it may be asked for. */
  readonly cost?: 'high';
  /** What it may be refused for, besides what every operation may be. */
  readonly problems?: readonly ProblemCode[];
}

export type OperationTable = Readonly<Record<OperationKey, Operation>>;

/** Keeps the exact types of the entries, which the client of the browser is typed by. */
export function defineOperations<const All extends OperationTable>(all: All): All {
  return all;
}
