import { apiSession } from '../model/api/session.ts';
import { defineOperations } from './operation.ts';

/** Who asks. Browsers log in below /auth; programs send a token and need none of it. */
export const sessionOperations = defineOperations({
  'GET /api/v1/session': {
    group: 'session',
    permission: 'view-wall',
    id: 'readSession',
    summary: 'Who asks, and what they may do',
    answer: apiSession,
    etag: false,
  },
});
