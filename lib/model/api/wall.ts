import { z } from 'zod';
import { apiAlertSite } from './alert-brief.ts';
import { apiMessage } from './vital-sign.ts';

/*
 * The wall's own shapes: small, because a wall is fed for days. A VM is a cell: a place on its host, by number, that it keeps as long as
 * it stands there. Levels are digits, 0 critical to 5 none, as in `levels`; 9 is an empty place (empty-cell.ts). Words are sent once and meant by number.
 */

const levelDigit = z.number().int().min(0).max(5);
const ref = z.number().int().nonnegative();

/** A message of the catalogue and its number. Values may hold text from hosts. */
export const apiWallWord = z.tuple([ref, apiMessage]);

/** One host without its VMs. Times are UTC milliseconds; `readAt` is of the reading that came last. */
export const apiWallHost = z.object({
  ref,
  name: z.string(),
  site: z.string().nullable(),
  level: levelDigit,
  word: ref,
  reachable: z.boolean(),
  simulated: z.boolean(),
  readAt: z.number().nullable(),
  /** Of the collector that runs most often. */
  intervalSeconds: z.number().nullable(),
  /** Consecutive failures of the collector that fails least, 3 for any more. */
  failures: z.number().int().min(0).max(3),
});

/** What a broken VM wants: host, place, word, since when in UTC seconds (null: not known), name. The name is guest-controlled text. */
export const apiWallProblem = z.tuple([ref, ref, ref, z.number().nullable(), z.string()]);

/** Answer of `/api/v1/wall`. */
export const apiWall = z.object({
  /** Refs hold within one life of the app. */
  app: z.string(),
  /** The build of the pages, so that a wall notices that it is an old one. */
  build: z.string(),
  revision: z.number().int(),
  words: z.array(apiWallWord),
  hosts: z.array(z.object({ ...apiWallHost.shape, cells: z.string() })),
  problems: z.array(apiWallProblem),
  /** What fires, one entry for each site with something that does. */
  alerts: z.array(apiAlertSite),
  /** When the alert rules were evaluated last, UTC milliseconds; null before the first time. */
  evaluatedAt: z.number().nullable(),
});

/** Data of a `delta` event of `/api/v1/stream`. What did not change is left out. */
export const apiWallDelta = z.object({
  /** The server's time, UTC milliseconds. */
  now: z.number(),
  revision: z.number().int(),
  words: z.array(apiWallWord).optional(),
  hosts: z.array(apiWallHost).optional(),
  gone: z.array(ref).optional(),
  /** Host, place, level digit. A place that is no longer critical or warning has no problem any more. */
  cells: z.array(z.tuple([ref, ref, z.number().int()])).optional(),
  problems: z.array(apiWallProblem).optional(),
  /** Sites of which something else fires now; one without anything that does is over. */
  alerts: z.array(apiAlertSite).optional(),
  evaluatedAt: z.number().nullable().optional(),
  /** Hosts with a new reading and nothing else to say, by its age in whole seconds at `now`. */
  read: z.array(z.tuple([z.number().int(), z.array(ref)])).optional(),
});

export type ApiWall = z.infer<typeof apiWall>;
export type ApiWallDelta = z.infer<typeof apiWallDelta>;
export type ApiWallHost = z.infer<typeof apiWallHost>;
export type ApiWallProblem = z.infer<typeof apiWallProblem>;
export type ApiWallWord = z.infer<typeof apiWallWord>;
