import { z } from 'zod';
import { parseMatcher } from '../alerting/matcher.ts';

const seconds = z.number().min(1).max(86_400);
const address = z
  .string()
  .max(320)
  .regex(/^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/, 'an e-mail address, such as ops@example.com');

/** A secret stands in a file of its own. What is written in its place is never repeated: it may be the secret itself. */
const secretFile = z
  .unknown()
  .refine(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must name a file, as in {file: secrets/token}; secrets are never written in this file',
  )
  .pipe(z.strictObject({ file: z.string().min(1) }));

/** An address that is called by HTTP. What stands in it reaches logs, so that it holds no password. */
const url = z.string().max(2_000).refine(isPlainUrl, 'must be a URL with http:// or https:// and without a password');

const matcherText = z.string().transform((text, context) => {
  const result = parseMatcher(text);
  if (result.ok) return text;
  context.addIssue(result.reason);
  return z.NEVER;
});

const common = {
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'made of letters, digits, dots, dashes and underscores'),
  /** Which alerts it is told of, by their labels and those of their place; all must hold. */
  match: z.array(matcherText.pipe(z.string())).max(20).default([]),
};

/** One that is told of alerts. */
export const receiver = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('alertmanager'),
    /** Without `/api/v2/alerts`. */
    url,
    basicAuth: z.strictObject({ user: z.string().min(1), password: secretFile }).optional(),
    bearer: secretFile.optional(),
    /** Sends `HvitalsWatchdog` all the time. */
    watchdog: z.boolean().default(true),
  }),
  z.strictObject({ ...common, kind: z.literal('webhook'), url, hmac: secretFile.optional(), bearer: secretFile.optional() }),
  z.strictObject({
    ...common,
    kind: z.literal('email'),
    smtp: z.strictObject({
      host: z.string().min(1).max(253),
      port: z.number().int().min(1).max(65_535).default(587),
      /** TLS from the first byte on; false: STARTTLS where the server offers it. */
      secure: z.boolean().default(false),
      user: z.string().min(1).optional(),
      password: secretFile.optional(),
    }),
    from: address,
    to: z.array(address).min(1).max(50),
    /** How long the first alert waits for others, so that they come in one mail. */
    groupWaitSeconds: z.number().min(0).max(600).default(10),
  }),
]);
export type ReceiverConfig = z.infer<typeof receiver>;

/** Who is told of alerts. Every default is here. */
export const notify = z.strictObject({
  receivers: z.array(receiver).max(50).default([]),
  /** Is called all the time while rules are evaluated and stored; whoever keeps it raises the alarm when calls stop. */
  deadMansSwitch: z.strictObject({ url, everySeconds: seconds.default(60) }).optional(),
  /** Where people reach the web app; links in notifications begin with it. */
  externalUrl: url.optional(),
});
export type NotifyConfig = z.infer<typeof notify>;

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
