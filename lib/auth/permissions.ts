import { type Permission, permissions, type Role, roles } from '../model/role.ts';

/** A wall link is less than any role: it is given away as an address. */
export type Rank = Role | 'wall-link';

/** The least that each thing takes. This table is the only place that says so. */
const least: Readonly<Record<Permission, Rank>> = {
  'view-wall': 'wall-link',
  view: 'viewer',
  acknowledge: 'operator',
  silence: 'operator',
  maintain: 'operator',
  'manage-users': 'admin',
  'manage-tokens': 'admin',
  'manage-wall-links': 'admin',
  'see-audit': 'admin',
};

const ranks: readonly Rank[] = ['wall-link', ...roles];

/** Whether somebody of this rank may do it. Pure. */
export function mayDo(rank: Rank, permission: Permission): boolean {
  return ranks.indexOf(rank) >= ranks.indexOf(least[permission]);
}

/** All that this rank may do, for pages that leave out what would be refused. */
export function permissionsOf(rank: Rank): readonly Permission[] {
  return permissions.filter((permission) => mayDo(rank, permission));
}
