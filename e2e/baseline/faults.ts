import type { Answer } from './ask.ts';

const wanted: readonly (readonly [name: string, value: RegExp])[] = [
  ['x-content-type-options', /^nosniff$/],
  ['x-frame-options', /^DENY$/],
  ['referrer-policy', /^(same-origin|no-referrer)$/],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['cross-origin-resource-policy', /^same-origin$/],
  ['permissions-policy', /camera=\(\)/],
];
/** What tells strangers what runs here, or lets pages of others read answers. */
const unwanted = ['x-powered-by', 'server', 'via', 'x-aspnet-version', 'access-control-allow-origin', 'x-nextjs-matched-path'];
const policyParts = [
  `default-src 'self'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
];

/** What is wrong with the headers of an answer of the app; empty where nothing is. */
export function headerFaults({ path, status, headers, body }: Answer): readonly string[] {
  const faults = wanted.filter(([name, value]) => !value.test(String(headers[name] ?? ''))).map(([name]) => `no ${name}`);
  faults.push(...unwanted.filter((name) => headers[name] !== undefined).map((name) => `${name}: ${String(headers[name])}`));
  const policy = String(headers['content-security-policy'] ?? '');
  if (/unsafe-|\*|http:|https:|blob:/.test(policy)) faults.push(`a wide policy: ${policy}`);
  faults.push(...policyParts.filter((part) => !policy.split('; ').includes(part)).map((part) => `the policy has no ${part}`));
  const type = headers['content-type'];
  if (type === undefined && body !== '') faults.push('no content-type');
  if (type !== undefined && /^text\/(?!event-stream)/.test(type) && !/charset=utf-8/i.test(type))
    faults.push(`no charset: ${type}`);
  const caching = String(headers['cache-control'] ?? '');
  const isShared = /^\/(_next\/static|icon|beacon|jea|prometheus|grafana)/.test(path) && status < 300;
  if (!isShared && !/no-store|private/.test(caching)) faults.push(`may be kept by others: cache-control: ${caching}`);
  return faults.map((fault) => `${status} ${path}: ${fault}`);
}

/** Names of secrets that stand in a text, plainly or in a form in which they often travel. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      encodeURIComponent(secret),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      bytes.toString('hex'),
    ];
    return forms.some((form) => text.includes(form)) ? [name] : [];
  });
}

/** Signs that a file of the installation or a list of a folder was handed out. */
export const leaks = /"devDependencies"|root:x:0|SQLite format 3|\[core\]|Index of|createHttpServer|"BUILD_ID"|omit-lockfile/;
/** Signs of the inside of a program in a text for strangers. */
export const traces = /\bat \w+.* \(.*:\d+:\d+\)|node_modules|file:\/\/\/|SQLITE_|Error: /;
