import { operationList } from '../../lib/api/operations.ts';

/** Pages, the wall apart. */
export function pagesOf(vmId: string): readonly string[] {
  return [
    ...['/', '/hosts', '/vms', '/clocks', '/events', '/migrations', '/alerts', '/alerts/rules', '/silences', '/handover'],
    ...['/account', '/audit', '/tokens', '/users', '/wall-links', '/not-allowed'],
    ...['/targets', '/beacon', '/styleguide', '/api/docs', '/login', '/hosts/hv01', `/vms/${vmId}`, '/nothing'],
  ];
}

/** Every address of the API that is read, and what each answers to a parameter that there is not. */
export function apiReads(vmId: string): readonly string[] {
  const values: Readonly<Record<string, string>> = { host: 'hv01', vmId, fingerprint: 'none', id: 'none' };
  const reads = operationList.filter(({ method }) => method === 'GET');
  const paths = reads.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'none'));
  return paths.flatMap((path) => (path.endsWith('/stream') ? [path] : [path, `${path}?nonsense=1`]));
}

export const publicFiles = [
  '/icon.svg',
  '/beacon/hvitals-beacon.sh',
  '/jea/Hvitals/Hvitals.psm1',
  '/prometheus/hvitals.rules.yml',
];

/** What is not there, or is asked for in a way that it may not be. */
export const refusedPaths = [
  ...['/api/v1/nothing', '/api/nothing', '/_next/static/nothing.js', '/wall-link/hvw_nothing', '/auth/callback?code=a&state=b'],
  ...['/%00', '/%ff', '/a//b', '/%5c%5cevil.example', '//evil.example/', '/vms/%3Cscript%3E', `/${'a'.repeat(8_000)}`],
];

/** Files of the installation, and ways in which servers were made to hand out such. */
export const hiddenFiles = [
  ...[
    '/package.json',
    '/hvitals.yaml',
    '/.env',
    '/.git/config',
    '/.npmrc',
    '/data/hvitals.db',
    '/hvitals.db',
    '/app/_server/main.ts',
  ],
  ...[
    '/node_modules/next/package.json',
    '/.next/BUILD_ID',
    '/_next/BUILD_ID',
    '/_next/server/app/page.js',
    '/_next/required-server-files.json',
  ],
  ...['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/%2e%2e%2fpackage.json', '/..%5cpackage.json'],
  ...['/_next/static/../../package.json', '/_next/static/%2e%2e/%2e%2e/package.json', '/_next/static/..%2f..%2fpackage.json'],
  ...['/_next/static/%252e%252e%252f%252e%252e%252fpackage.json', '/beacon/../../package.json', '/beacon/..%2f..%2fpackage.json'],
  ...[
    '/beacon/%2e%2e/%2e%2e/hvitals.yaml',
    '/jea/....//....//package.json',
    '/etc/passwd',
    '//etc/passwd',
    '/..%c0%af../etc/passwd',
  ],
  ...[
    '/_next/image?url=%2Fpackage.json&w=64&q=75',
    '/_next/image?url=http%3A%2F%2F127.0.0.1%2F&w=64&q=75',
    '/_next/data/x/index.json',
  ],
  ...['/server-status', '/debug', '/phpinfo.php', '/actuator/env', '/swagger.json', '/metrics'],
];

export const folders = [
  '/_next/',
  '/_next/static/',
  '/_next/static/chunks/',
  '/beacon/',
  '/jea/',
  '/jea/Hvitals/',
  '/public/',
  '/prometheus/',
];

/** Where a log-in must not lead. */
export const elsewhere = [
  ...[
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/%09/evil.example',
    '/\t/evil.example',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'http:evil.example',
    '///evil.example',
    '/.//evil.example',
    '/login/../..//evil.example',
  ],
];
