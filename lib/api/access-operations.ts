import { z } from 'zod';
import { apiAccount, apiPasswordChanged } from '../model/api/account.ts';
import { apiDeleted } from '../model/api/acts.ts';
import { apiAudit } from '../model/api/audit.ts';
import { apiNewToken, apiTokens } from '../model/api/tokens.ts';
import { apiEnded, apiOneUser, apiUsers } from '../model/api/users.ts';
import { apiNewWallLink, apiWallLinks } from '../model/api/wall-links.ts';
import {
  emptyBody,
  ownPasswordBody,
  tokenBody,
  userBody,
  userChangeBody,
  userPasswordBody,
  wallLinkBody,
} from './access-bodies.ts';
import { defineOperations } from './operation.ts';
import { eventCursor, instant, limit, name, oneOf } from './query-parameters.ts';

const ofUsers = { group: 'access', permission: 'manage-users' } as const;
const ofTokens = { group: 'access', permission: 'manage-tokens' } as const;
const ofLinks = { group: 'access', permission: 'manage-wall-links' } as const;
const own = { group: 'access', permission: 'view' } as const;

/** Who may come in, by what, and what they did. */
export const accessOperations = defineOperations({
  'GET /api/v1/users': { ...ofUsers, id: 'listUsers', summary: 'Users, by name', answer: apiUsers },
  'POST /api/v1/users': {
    ...ofUsers,
    id: 'addUser',
    summary: 'Add a user who logs in with a password',
    body: userBody,
    answer: apiOneUser,
    status: 201,
    problems: ['name-taken', 'busy'],
  },
  'PUT /api/v1/users/{id}': {
    ...ofUsers,
    id: 'changeUser',
    summary: 'Give a user another role, or disable or enable one',
    description: 'One of the two at a time. It holds from the next request of the user on; who is disabled is logged out.',
    body: userChangeBody,
    answer: apiOneUser,
    problems: ['not-found', 'last-admin'],
  },
  'DELETE /api/v1/users/{id}': {
    ...ofUsers,
    id: 'removeUser',
    summary: 'Remove a user',
    description: 'Tokens and wall links that the user made go on.',
    body: emptyBody,
    answer: apiDeleted,
    problems: ['not-found', 'last-admin'],
  },
  'PUT /api/v1/users/{id}/password': {
    ...ofUsers,
    id: 'setUserPassword',
    summary: 'Give another user a new password',
    description: 'All sessions of the user end. One’s own is changed at `/api/v1/account/password`, which asks for the old one.',
    body: userPasswordBody,
    answer: apiOneUser,
    problems: ['not-found', 'at-provider', 'own-password', 'busy'],
  },
  'DELETE /api/v1/users/{id}/sessions': {
    ...ofUsers,
    id: 'endUserSessions',
    summary: 'Log a user out everywhere',
    body: emptyBody,
    answer: apiEnded,
    problems: ['not-found'],
  },
  'GET /api/v1/tokens': { ...ofTokens, id: 'listTokens', summary: 'Tokens of programs, the oldest first', answer: apiTokens },
  'POST /api/v1/tokens': {
    ...ofTokens,
    id: 'addToken',
    summary: 'Make a token for a program',
    body: tokenBody,
    answer: apiNewToken,
    status: 201,
  },
  'DELETE /api/v1/tokens/{id}': {
    ...ofTokens,
    id: 'revokeToken',
    summary: 'Revoke a token, from the next request on',
    body: emptyBody,
    answer: apiDeleted,
    problems: ['not-found'],
  },
  'GET /api/v1/wall-links': {
    ...ofLinks,
    id: 'listWallLinks',
    summary: 'Wall links, the oldest first',
    answer: apiWallLinks,
  },
  'POST /api/v1/wall-links': {
    ...ofLinks,
    id: 'addWallLink',
    summary: 'Make an address that shows the wall to whoever has it',
    body: wallLinkBody,
    answer: apiNewWallLink,
    status: 201,
  },
  'DELETE /api/v1/wall-links/{id}': {
    ...ofLinks,
    id: 'revokeWallLink',
    summary: 'Revoke a wall link',
    body: emptyBody,
    answer: apiDeleted,
    problems: ['not-found'],
  },
  'GET /api/v1/audit': {
    group: 'access',
    permission: 'see-audit',
    id: 'listAudit',
    summary: 'What people and programs did or were not let do, newest first',
    description: 'As a table with `format=csv`, or for `Accept: text/csv`.',
    query: z.strictObject({
      actor: name('Only what somebody of this name did.', 200),
      action: name('Only this action, such as `user.add`, or all about a subject, such as `user`.', 100),
      target: name('Only what was done to this.', 200),
      outcome: oneOf(['done', 'refused'], 'Only what was done, or what was refused.'),
      from: instant('Only what happened since.'),
      to: instant('Only what happened before.'),
      limit: limit(100),
      cursor: eventCursor,
      format: oneOf(['json', 'csv'], 'What the answer is; what `Accept` says counts otherwise.'),
    }),
    answer: apiAudit,
    media: 'csv',
  },
  'GET /api/v1/account': {
    ...own,
    id: 'readAccount',
    summary: 'The user who asks, with the sessions that last',
    answer: apiAccount,
    problems: ['no-account'],
  },
  'PUT /api/v1/account/password': {
    ...own,
    id: 'changeOwnPassword',
    summary: 'Change one’s own password',
    description: 'Asks for the one that there is, and waits after wrong ones as a log-in does. All other sessions end.',
    body: ownPasswordBody,
    answer: apiPasswordChanged,
    problems: ['no-account', 'at-provider', 'wrong-password', 'wait', 'busy'],
  },
  'DELETE /api/v1/account/sessions': {
    ...own,
    id: 'endOtherSessions',
    summary: 'End all one’s own sessions but this one',
    body: emptyBody,
    answer: apiEnded,
    problems: ['no-account'],
  },
  'DELETE /api/v1/account/sessions/{id}': {
    ...own,
    id: 'endOwnSession',
    summary: 'End one of one’s own sessions',
    body: emptyBody,
    answer: apiDeleted,
    problems: ['no-account', 'not-found'],
  },
});
