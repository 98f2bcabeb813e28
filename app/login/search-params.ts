import type { MessageKey } from '#lib/i18n/catalogue.ts';

/** Words of `?why=`; anybody can write it, so it chooses a sentence and says nothing itself. */
const reasons: Readonly<Record<string, MessageKey>> = {
  'session-expired': 'logIn.why.expired',
  'logged-out': 'logIn.why.loggedOut',
  'wall-link': 'logIn.why.wallLink',
  'provider-no-role': 'logIn.why.noRole',
  'provider-no-name': 'logIn.why.noName',
  'provider-name-taken': 'logIn.why.nameTaken',
  'provider-disabled': 'logIn.why.disabled',
  'provider-denied': 'logIn.why.denied',
  'provider-unreachable': 'logIn.why.unreachable',
  'provider-misconfigured': 'logIn.why.misconfigured',
};

/** Why somebody is here, as the sentence for it. */
export function parseWhy(why: string | undefined): MessageKey | undefined {
  if (why === undefined) return undefined;
  const known = Object.hasOwn(reasons, why) ? reasons[why] : undefined;
  return known ?? (why.startsWith('provider-') ? 'logIn.why.provider' : undefined);
}
