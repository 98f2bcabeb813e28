import { existsSync, readFileSync } from 'node:fs';
import { Server as TlsServer } from 'node:https';
import { join, resolve } from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import { systemClock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import { parseListen } from '#lib/config/listen.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import type { WebConfig } from '#lib/config/web-schema.ts';
import { createLogger, type Logger } from '#lib/log.ts';
import { asOperation } from './answer-api.ts';
import { findApiHandler } from './api-handlers.ts';
import { reportAuditTrouble } from './audit-notes.ts';
import { setPublicFolder } from './beacon-scripts.ts';
import { EventStream } from './event-stream.ts';
import { createHttpServer, listenOn, type RequestHandler, StartError, stopServer } from './http-server.ts';
import { LiveFleet } from './live-fleet.ts';
import { setOwnBuild } from './own-build.ts';
import { closeStore, readAuth } from './store-access.ts';
import { followTlsFiles, readTlsFiles } from './tls-files.ts';
import { watchStream } from './watch-stream.ts';
import { createWebAccess } from './web-access.ts';

const root = resolve(import.meta.dirname, '../..');
const stopGraceMs = 5_000;

/** Starts the app and resolves once it answers. Throws ConfigError or StartError. */
async function start(): Promise<void> {
  const { config } = loadConfig({ cwd: process.cwd(), env: process.env });
  const log = createLogger({ level: config.log.level });
  const buildFile = join(root, '.next', 'BUILD_ID');
  if (!existsSync(buildFile)) {
    throw new StartError('The pages have not been built: run `npm start`, which builds them first.');
  }
  setPublicFolder(join(root, 'public'));
  const listen = parseListen(config.web.listen);
  let ready: Promise<void> | undefined;
  let pages: ReturnType<typeof createNext> | undefined;
  const build = readFileSync(buildFile, 'utf8').trim();
  setOwnBuild(build);
  const stream = new EventStream({ clock: systemClock, build });
  const live = new LiveFleet({ stream, build, clock: systemClock, log });
  const access = createWebAccess({ web: config.web, store: readAuth, clock: systemClock, log });
  reportAuditTrouble((error) => log.error({ err: error }, 'the audit could not be written'));
  const tls = readTls(config.web);
  const streams = new Map<string, RequestHandler>([
    [
      '/api/v1/stream',
      asOperation(async (request, response) => {
        stream.accept(request, response);
        const tell = (error: unknown) => log.error({ err: error }, 'a stream could not be looked after');
        watchStream(access.gate, systemClock, { request, response, path: '/api/v1/stream' }, tell);
      }),
    ],
    ['/api/v1/wall', asOperation((request, response) => live.answerWall(request, response))],
  ]);
  const server = createHttpServer({
    own: { get: (path) => streams.get(path) ?? findApiHandler(path) ?? access.find(path) },
    gate: access.gate,
    hosts: access.hosts,
    ...(tls !== undefined && { tls }),
    // The port is taken before the pages are loaded, so that two apps never load side by side; early requests wait for them.
    pages: access.guardPages(async (request, response) => {
      await ready;
      await pages?.getRequestHandler()(request, response);
    }),
    onError: (error, path) => log.error({ err: error, path }, 'request failed'),
  });
  await listenOn(server, listen);
  pages = createNext(await loadNext());
  ready = pages.prepare();
  await ready;
  const following = new AbortController();
  const followed = live.run(following.signal);
  const renewal = config.web.tls && isRenewable(server) ? followTlsFiles(config.web.tls, server, systemClock, log) : undefined;
  log.info({ url: `${tls === undefined ? 'http' : 'https'}://${config.web.listen}/`, login: access.login }, 'app listens');
  if (access.isPlain) {
    log.warn('passwords and sessions cross the network unencrypted: set web.tls, or let a proxy of web.trustProxy speak TLS');
  }
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'app stops');
    following.abort();
    renewal?.stop();
    await followed;
    stream.close();
    await stopServer(server, stopGraceMs);
    await pages?.close();
    await closeStore();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal).catch(fail(log)));
}

/** Certificate and key, where they are configured. Throws StartError. */
function readTls({ tls }: WebConfig): SecureContextOptions | undefined {
  if (tls === undefined) return undefined;
  try {
    return readTlsFiles(tls);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`The certificate of web.tls cannot be used (${reason}): cert and key must be PEM and belong together.`, {
      cause,
    });
  }
}

function isRenewable(server: object): server is TlsServer {
  return server instanceof TlsServer;
}

type CreateNext = typeof import('next').default;

/** Next looks at NODE_ENV while it is loaded, so it is loaded after that is said. */
async function loadNext(): Promise<CreateNext> {
  Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });
  const module: unknown = await import('next');
  const { default: create } = module as { default: CreateNext | { default: CreateNext } };
  return typeof create === 'function' ? create : create.default;
}

function createNext(create: CreateNext): ReturnType<CreateNext> {
  return create({ dev: false, dir: root, customServer: true });
}

function fail(log: Logger): (error: unknown) => void {
  return (error) => {
    log.fatal({ err: error }, 'app stops with an error');
    process.exit(1);
  };
}

try {
  await start();
} catch (error) {
  // What the person at the terminal can mend is said in one sentence, everything else with its stack.
  const text =
    error instanceof ConfigError || error instanceof StartError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
