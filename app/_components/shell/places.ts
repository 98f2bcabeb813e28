import type { MessageKey } from '#lib/i18n/catalogue.ts';

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
