'use client';

import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '#app/_queries/session.ts';
import type { ApiSession } from '#lib/model/api/session.ts';
import type { Permission } from '#lib/model/role.ts';

/** Who sits at this browser; undefined while it is not known. Pages come with it. */
export function useSession(): ApiSession | undefined {
  return useQuery(sessionQuery).data;
}

/** Whether to offer something. The server decides: what is offered for a moment too long it refuses. */
export function useMay(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? true;
}

/** The name of the user who has logged in, or undefined where people say it themselves. */
export function useOwnName(): string | undefined {
  const session = useSession();
  return session?.kind === 'user' ? session.name : undefined;
}
