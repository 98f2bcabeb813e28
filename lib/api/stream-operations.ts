import { z } from 'zod';
import { apiStreamHello } from '../model/api/stream.ts';
import { apiWall } from '../model/api/wall.ts';
import { defineOperations } from './operation.ts';
import { knownNumber, name } from './query-parameters.ts';

const seen = { group: 'stream', permission: 'view-wall' } as const;

/** What changes as it changes, and what walls show. */
export const streamOperations = defineOperations({
  'GET /api/v1/stream': {
    ...seen,
    id: 'followStream',
    summary: 'Server-sent events: what changes, as it changes',
    description:
      '`hello` comes first, `delta` says what is new on the wall, `beat` comes each 15 seconds, and `reset` says to read everything anew.',
    query: z.strictObject({
      app: name('`app` of what is held already.', 100),
      after: knownNumber('`revision` of what is held already.'),
    }),
    answer: apiStreamHello,
    media: 'stream',
    problems: ['stream-full'],
  },
  'GET /api/v1/wall': { ...seen, id: 'readWall', summary: 'Everything that a wall shows, packed', answer: apiWall },
});
