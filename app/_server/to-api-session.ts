import { permissionsOf } from '#lib/auth/permissions.ts';
import { type Principal, rankOf } from '#lib/auth/principal.ts';
import type { ApiSession } from '#lib/model/api/session.ts';

/** Who sends a request, as pages and the API say it. Pure. */
export function toApiSession(principal: Principal): ApiSession {
  const rank = rankOf(principal);
  return {
    revision: 0,
    login: principal.kind === 'open' ? 'none' : 'required',
    kind: principal.kind,
    name: principal.kind === 'open' ? '' : principal.name,
    role: rank === 'wall-link' ? null : rank,
    permissions: [...permissionsOf(rank)],
    csrfToken: principal.kind === 'user' ? principal.csrfToken : null,
  };
}
