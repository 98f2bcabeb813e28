import { z } from 'zod';

/** Data of a `beat` event of `/api/v1/stream`. */
export const apiStreamBeat = z.object({
  /** The server's time, UTC milliseconds. */
  now: z.number(),
  revision: z.number().int(),
  /** What is wrong with the store, in one word (a code of StoreError); null where nothing is. */
  store: z.string().nullable(),
});

/** Data of `hello`, the first event of a connection, and of `reset`. */
export const apiStreamHello = z.object({
  ...apiStreamBeat.shape,
  /** Another one than before: the numbers of deltas mean something else, read everything anew. */
  app: z.string(),
  /** The build of the pages. */
  build: z.string(),
});

export type ApiStreamBeat = z.infer<typeof apiStreamBeat>;
export type ApiStreamHello = z.infer<typeof apiStreamHello>;
