import type { MessageKey } from '#lib/i18n/catalogue.ts';
import type { ApiSession } from '#lib/model/api/session.ts';
import type { Permission } from '#lib/model/role.ts';

interface Place {
  readonly href: string;
  readonly key: MessageKey;
  /** Pressed after `g`, leads here. */
  readonly letter: string;
}

/** The pages that the navigation lists, in its order. */
export const places = [
  { href: '/', key: 'nav.overview', letter: 'o' },
  { href: '/hosts', key: 'nav.hosts', letter: 'h' },
  { href: '/vms', key: 'nav.vms', letter: 'v' },
  { href: '/clocks', key: 'nav.clocks', letter: 'c' },
  { href: '/events', key: 'nav.events', letter: 'e' },
  { href: '/alerts', key: 'nav.alerts', letter: 'a' },
  { href: '/silences', key: 'nav.silences', letter: 's' },
  { href: '/migrations', key: 'nav.migrations', letter: 'm' },
  { href: '/targets', key: 'nav.targets', letter: 't' },
  { href: '/wall', key: 'nav.wall', letter: 'w' },
] as const satisfies readonly Place[];

/** Pages that the jump palette finds and the navigation does not list: they are needed now and then, not every day. */
export const rarePlaces = [
  { href: '/alerts/rules', key: 'nav.rules' },
  { href: '/handover', key: 'nav.handover' },
  { href: '/beacon', key: 'nav.beacon' },
  { href: '/api/docs', key: 'nav.apiDocs' },
] as const satisfies readonly Omit<Place, 'letter'>[];

/** Pages about who may come in, each for who may manage it. */
const accessPlaces = [
  { href: '/users', key: 'nav.users', permission: 'manage-users' },
  { href: '/tokens', key: 'nav.tokens', permission: 'manage-tokens' },
  { href: '/wall-links', key: 'nav.wallLinks', permission: 'manage-wall-links' },
  { href: '/audit', key: 'nav.audit', permission: 'see-audit' },
] as const satisfies readonly (Omit<Place, 'letter'> & { readonly permission: Permission })[];
type AccessPlace = (typeof accessPlaces)[number];
const accountPlace = { href: '/account', key: 'nav.account' } as const satisfies Omit<Place, 'letter'>;

/** Those of them that this reader may see. Pure. */
export function accessPlacesFor(session: ApiSession | undefined): readonly AccessPlace[] {
  return accessPlaces.filter(({ permission }) => session?.permissions.includes(permission) === true);
}

/** The same, and the own account of a user. Pure. */
export function ownPlacesFor(session: ApiSession | undefined): readonly (AccessPlace | typeof accountPlace)[] {
  return [...(session?.kind === 'user' ? [accountPlace] : []), ...accessPlacesFor(session)];
}
