import type { OidcConfig } from '../../config/web-schema.ts';
import { type Role, roles } from '../../model/role.ts';
import { parseUserName } from '../../model/user-name.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Who the provider says that somebody is, or why that makes no user here. */
export type ClaimedUser =
  | { readonly kind: 'user'; readonly name: string; readonly role: Role }
  | { readonly kind: 'refused'; readonly reason: 'no-role' | 'no-name' };

/** Name and role from claims that have been proved. Pure. */
export function readClaims(claims: Claims, settings: Pick<OidcConfig, 'nameClaim' | 'roleClaim' | 'roles'>): ClaimedUser {
  const role = decideRole(claims, settings);
  if (role === undefined) return { kind: 'refused', reason: 'no-role' };
  const given = claimAt(claims, settings.nameClaim);
  const name = typeof given === 'string' ? parseUserName(given) : undefined;
  return name === undefined ? { kind: 'refused', reason: 'no-name' } : { kind: 'user', name, role };
}

/** Whether the claims that are needed are there at all; what is missing may stand in the provider's user information. */
export function hasClaims(claims: Claims, { nameClaim, roleClaim }: Pick<OidcConfig, 'nameClaim' | 'roleClaim'>): boolean {
  return claimAt(claims, nameClaim) !== undefined && claimAt(claims, roleClaim) !== undefined;
}

/** The highest role that a value gives. */
function decideRole(claims: Claims, { roleClaim, roles: given }: Pick<OidcConfig, 'roleClaim' | 'roles'>): Role | undefined {
  const claim = claimAt(claims, roleClaim);
  const values = (Array.isArray(claim) ? claim : [claim]).filter((value) => typeof value === 'string' && value !== '*');
  return roles.toReversed().find((role) => given[role].some((wanted) => wanted === '*' || values.includes(wanted)));
}

/** A claim by its whole name, which may hold dots, or else by the way into it, such as `realm_access.roles`. */
function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
