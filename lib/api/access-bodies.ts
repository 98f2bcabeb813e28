import { z } from 'zod';
import { labelTextRule, parseLabelText } from '../model/label-text.ts';
import { roles } from '../model/role.ts';
import { parseUserName, userNameRule } from '../model/user-name.ts';

/** A token or wall link that is to end ends within this many days. */
const mostDays = 3_650;

const role = z.enum(roles).meta({ description: 'viewer, operator or admin: each may all that those before it may.' });
const userName = z
  .string()
  .max(1_000)
  .transform((text, context): string => {
    const name = parseUserName(text.trim());
    if (name !== undefined) return name;
    context.addIssue({ code: 'custom', params: { word: 'bad-name' }, message: `must be ${userNameRule}` });
    return z.NEVER;
  })
  .meta({ description: `Of a user: ${userNameRule}.`, type: 'string', maxLength: 64 });
// What is wrong with one is said without the password: no rule of the schema may name the text.
const password = z
  .unknown()
  .transform((given, context): string => {
    if (typeof given === 'string' && given.length <= 10_000 && given !== '') return given;
    const word = given === undefined || given === '' ? 'missing' : 'not-valid';
    context.addIssue({ code: 'custom', params: { word }, message: word === 'missing' ? 'is missing' : 'must be text' });
    return z.NEVER;
  })
  .meta({
    description: 'At least 12 characters, and none of those that are tried first.',
    type: 'string',
    format: 'password',
  });
// Lists on the command line print it as it is, so it holds nothing that a terminal obeys.
const secretName = z
  .string()
  .max(1_000)
  .transform((text, context): string => {
    const label = parseLabelText(text);
    if (label !== undefined) return label;
    const [word, message] = text.trim() === '' ? ['no-name', 'must have a name'] : ['bad-label', `must be ${labelTextRule}`];
    context.addIssue({ code: 'custom', params: { word }, message });
    return z.NEVER;
  })
  .meta({ description: 'What it is for, such as the program or the room.', type: 'string', maxLength: 100 });
const days = z
  .number()
  .int()
  .min(1)
  .max(mostDays)
  .optional()
  .meta({ description: `Days after which it ends, at most ${mostDays}; without them it holds until it is revoked.` });

export const userBody = z.strictObject({ name: userName, role, password });
export type UserBody = z.infer<typeof userBody>;

/** One change at a time: each is one entry of the audit. */
export const userChangeBody = z
  .strictObject({ role: role.optional(), disabled: z.boolean().optional() })
  .refine((body) => (body.role === undefined) !== (body.disabled === undefined), {
    params: { word: 'one-change' },
    error: 'must have either role or disabled',
  });
export type UserChangeBody = z.infer<typeof userChangeBody>;

export const userPasswordBody = z.strictObject({ password });
export type UserPasswordBody = z.infer<typeof userPasswordBody>;

/** One's own password: the one that one has, and the one that is to be. */
export const ownPasswordBody = z.strictObject({
  current: password.meta({ description: 'The password that you have.' }),
  password,
});
export type OwnPasswordBody = z.infer<typeof ownPasswordBody>;

export const tokenBody = z.strictObject({ name: secretName, role, days });
export type TokenBody = z.infer<typeof tokenBody>;

export const wallLinkBody = z.strictObject({ name: secretName, days });
export type WallLinkBody = z.infer<typeof wallLinkBody>;

/** What needs nothing said. */
export const emptyBody = z.strictObject({});
