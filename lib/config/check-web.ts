import { statSync } from 'node:fs';
import type { RuleBreak } from './check-rules.ts';
import { decideLogin } from './decide-login.ts';
import { isLoopback, parseListen } from './listen.ts';
import { describeSecretFile } from './secret-file.ts';
import type { MetricsConfig, WebConfig } from './web-schema.ts';

export interface ServersConfig {
  readonly web: WebConfig;
  readonly metrics: MetricsConfig;
}

/** Rules of `web` and `metrics` that look at more than one key. The schema has passed already. Pure. */
export function checkServers({ web, metrics }: ServersConfig): readonly RuleBreak[] {
  const breaks: RuleBreak[] = [...checkWeb(web), ...checkMetrics(metrics)];
  const { port } = parseListen(metrics.listen);
  if (parseListen(web.listen).port === port && port !== 0) {
    const message = `port ${port} is taken by web.listen already; the two need ports of their own`;
    breaks.push({ path: ['metrics', 'listen'], message });
  }
  return breaks;
}

function checkWeb(web: WebConfig): readonly RuleBreak[] {
  const { login } = decideLogin(web);
  const breaks: RuleBreak[] = [];
  if (!isLoopback(parseListen(web.listen).host) && login === 'none') {
    const message =
      `none would let in everybody who reaches ${web.listen}; set it to required, or leave it out, and add a user by ` +
      '"hvitals user add NAME --role admin"; or let web.listen be a loopback address, such as 127.0.0.1:7480';
    breaks.push({ path: ['web', 'login'], message });
  }
  if (web.oidc === undefined) return breaks;
  if (login === 'none') breaks.push({ path: ['web', 'login'], message: 'none does not go with web.oidc; leave one of them out' });
  if (web.externalUrl === undefined) {
    const message = 'needs web.externalUrl, such as https://hvitals.example.com: the provider sends people back there';
    breaks.push({ path: ['web', 'oidc'], message });
  }
  if (!web.oidc.scopes.includes('openid')) {
    breaks.push({
      path: ['web', 'oidc', 'scopes'],
      message: 'must have openid among them, or the provider does not say who somebody is',
    });
  }
  if (Object.values(web.oidc.roles).every((values) => values.length === 0)) {
    const message = `gives nobody a role; name values of the claim ${JSON.stringify(web.oidc.roleClaim)}, as in {admin: [hvitals-admins], viewer: ["*"]}`;
    breaks.push({ path: ['web', 'oidc', 'roles'], message });
  }
  return breaks;
}

function checkMetrics({ listen, anonymous, bearer }: MetricsConfig): readonly RuleBreak[] {
  if (anonymous && bearer !== undefined) {
    return [{ path: ['metrics', 'anonymous'], message: 'true does not go with metrics.bearer; leave one of them out' }];
  }
  if (isLoopback(parseListen(listen).host) || anonymous || bearer !== undefined) return [];
  const message =
    `${listen} can be reached from other machines; name a file with a token that scrapers must send, as in ` +
    'metrics.bearer: {file: secrets/metrics-token}, or set metrics.anonymous to true to leave the metrics open on purpose, or listen on ' +
    'a loopback address, such as 127.0.0.1:7481';
  return [{ path: ['metrics', 'listen'], message }];
}

/** Both with absolute paths of their files. */
export function resolveServerFiles({ web, metrics }: ServersConfig, absolute: (path: string) => string): ServersConfig {
  const { tls, oidc, ...restOfWeb } = web;
  const { bearer, ...restOfMetrics } = metrics;
  const secret = oidc?.clientSecret;
  return {
    web: {
      ...restOfWeb,
      ...(tls !== undefined && { tls: { cert: absolute(tls.cert), key: absolute(tls.key) } }),
      ...(oidc !== undefined && {
        oidc: { ...oidc, ...(secret !== undefined && { clientSecret: { file: absolute(secret.file) } }) },
      }),
    },
    metrics: { ...restOfMetrics, ...(bearer !== undefined && { bearer: { file: absolute(bearer.file) } }) },
  };
}

/** Files that are not there, or secrets that others can read. Looks at the files, and does not open them. */
export function checkServerFiles({ web, metrics }: ServersConfig): readonly RuleBreak[] {
  const { tls, oidc } = web;
  const problems: readonly (readonly [RuleBreak['path'], string | undefined])[] = [
    [['web', 'tls', 'cert'], tls && describeCertificate(tls.cert)],
    [['web', 'tls', 'key'], tls && describeSecretFile(tls.key, 'it must hold the private key of the certificate, in PEM')],
    [['web', 'oidc', 'clientSecret', 'file'], oidc?.clientSecret && describeSecretFile(oidc.clientSecret.file)],
    [['metrics', 'bearer', 'file'], metrics.bearer && describeSecretFile(metrics.bearer.file)],
  ];
  return problems.flatMap(([path, message]) => (message === undefined ? [] : [{ path, message }]));
}

function describeCertificate(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return undefined;
  return `${file} is not a file; it must hold the certificate and those between it and its root, in PEM`;
}
