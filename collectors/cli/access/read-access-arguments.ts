import { parseArgs } from 'node:util';
import { labelTextRule, parseLabelText } from '#lib/model/label-text.ts';
import { parseRole, type Role, roles } from '#lib/model/role.ts';
import { parseUserName, userNameRule } from '#lib/model/user-name.ts';

export const accessUsage = `hvitals user, token, wall-link: who may see and do what (docs/users.md)

  hvitals user add NAME --role ROLE     add a user; the password is asked for
  hvitals user list                     names, roles, and when they logged in last
  hvitals user passwd NAME              set another password, which ends the user's sessions
  hvitals user role NAME ROLE           give another role
  hvitals user disable|enable NAME      lock somebody out, and let in again
  hvitals user remove NAME

  hvitals token add NAME --role ROLE    make a token for a program; it is shown once
  hvitals token list
  hvitals token revoke ID

  hvitals wall-link add NAME            make an address that shows the wall without log-in; it is shown once
  hvitals wall-link list
  hvitals wall-link revoke ID

  ROLE is one of ${roles.join(', ')}

  --password-stdin  user add, user passwd: read the password from standard input
  --days N          token add, wall-link add: it runs out after N days; without, it holds until it is revoked
  --config FILE     the configuration file; otherwise HVITALS_CONFIG or hvitals.yaml in this folder
  --help            this text
`;

/** What a command is to do, checked as far as that goes without the store. */
export type AccessTask =
  | { readonly kind: 'user add'; readonly name: string; readonly role: Role; readonly passwordStdin: boolean }
  | { readonly kind: 'user passwd'; readonly name: string; readonly passwordStdin: boolean }
  | { readonly kind: 'user role'; readonly name: string; readonly role: Role }
  | { readonly kind: 'user disable' | 'user enable' | 'user remove'; readonly name: string }
  | { readonly kind: 'user list' | 'token list' | 'wall-link list' }
  | { readonly kind: 'token add'; readonly name: string; readonly role: Role; readonly days: number | undefined }
  | { readonly kind: 'wall-link add'; readonly name: string; readonly days: number | undefined }
  | { readonly kind: 'token revoke' | 'wall-link revoke'; readonly id: string };

export type AccessArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly reason: string }
  | { readonly kind: 'task'; readonly task: AccessTask; readonly configFile: string | undefined };

interface Given {
  readonly words: readonly string[];
  readonly role: string | undefined;
  readonly days: string | undefined;
  readonly passwordStdin: boolean;
}

class WrongArguments extends Error {}

/** Parses the arguments of `hvitals user …`, `token …` and `wall-link …`. No text that may be a password is repeated in a reason. Pure. */
export function readAccessArguments(args: readonly string[]): AccessArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        role: { type: 'string' },
        days: { type: 'string' },
        'password-stdin': { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return { kind: 'help' };
    const [subject = '', verb = '', ...words] = positionals;
    const given = { words, role: values.role, days: values.days, passwordStdin: values['password-stdin'] };
    return { kind: 'task', task: toTask(subject, verb, given), configFile: values.config };
  } catch (error) {
    // parseArgs throws a TypeError that names the option.
    if (error instanceof TypeError || error instanceof WrongArguments) return { kind: 'wrong', reason: error.message };
    throw error;
  }
}

function toTask(subject: string, verb: string, given: Given): AccessTask {
  const kind = `${subject} ${verb}`;
  switch (kind) {
    case 'user add':
      allow(given, ['role', 'passwordStdin'], 1);
      return { kind, name: userName(given), role: roleOf(given.role), passwordStdin: given.passwordStdin };
    case 'user passwd':
      allow(given, ['passwordStdin'], 1);
      return { kind, name: userName(given), passwordStdin: given.passwordStdin };
    case 'user role':
      allow(given, [], 2);
      return { kind, name: userName(given), role: roleOf(given.words[1]) };
    case 'user disable':
    case 'user enable':
    case 'user remove':
      allow(given, [], 1);
      return { kind, name: userName(given) };
    case 'user list':
    case 'token list':
    case 'wall-link list':
      allow(given, [], 0);
      return { kind };
    case 'token add':
      allow(given, ['role', 'days'], 1);
      return { kind, name: labelOf(given), role: roleOf(given.role), days: daysOf(given.days) };
    case 'wall-link add':
      allow(given, ['days'], 1);
      return { kind, name: labelOf(given), days: daysOf(given.days) };
    case 'token revoke':
    case 'wall-link revoke':
      allow(given, [], 1);
      return { kind, id: given.words[0] ?? '' };
    default:
      throw new WrongArguments(verb === '' ? `${subject} wants to know what to do` : `${subject} cannot ${JSON.stringify(verb)}`);
  }
}

const optionNames = { role: '--role', days: '--days', passwordStdin: '--password-stdin' } as const;

function allow(given: Given, options: readonly (keyof typeof optionNames)[], words: number): void {
  for (const key of ['role', 'days', 'passwordStdin'] as const) {
    const isGiven = given[key] !== undefined && given[key] !== false;
    if (isGiven && !options.includes(key)) throw new WrongArguments(`${optionNames[key]} does not belong here`);
  }
  if (given.words.length < words) throw new WrongArguments('something is missing');
  // Not repeated: people try to give the password here.
  if (given.words.length > words) throw new WrongArguments('there is more than belongs here; a password is never an argument');
}

function userName({ words }: Given): string {
  const name = parseUserName(words[0] ?? '');
  if (name === undefined) throw new WrongArguments(`NAME must be ${userNameRule}`);
  return name;
}

function labelOf({ words }: Given): string {
  const label = parseLabelText(words[0] ?? '');
  if (label === undefined) throw new WrongArguments(`NAME must be ${labelTextRule}`);
  return label;
}

function roleOf(text: string | undefined): Role {
  const role = text === undefined ? undefined : parseRole(text);
  if (role === undefined) throw new WrongArguments(`a role is needed, one of ${roles.join(', ')}`);
  return role;
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new WrongArguments('--days must be a whole number from 1 to 9999');
  return Number(text);
}
