import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import { decideLogin } from '#lib/config/decide-login.ts';
import { parseListen } from '#lib/config/listen.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import { createLogger, type Logger } from '#lib/log.ts';
import { findApiHandler } from './api-handlers.ts';
import { setPublicFolder } from './beacon-scripts.ts';
import { EventStream } from './event-stream.ts';
import { createHttpServer, listenOn, type RequestHandler, StartError, stopServer } from './http-server.ts';
import { LiveFleet } from './live-fleet.ts';
import { setOwnBuild } from './own-build.ts';
import { closeStore } from './store-access.ts';

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
  refuseUnguarded(config.web);
  setPublicFolder(join(root, 'public'));
  const listen = parseListen(config.web.listen);
  let ready: Promise<void> | undefined;
  let pages: ReturnType<typeof createNext> | undefined;
  const build = readFileSync(buildFile, 'utf8').trim();
  setOwnBuild(build);
  const stream = new EventStream({ clock: systemClock, build });
  const live = new LiveFleet({ stream, build, clock: systemClock, log });
  const streams = new Map<string, RequestHandler>([
    ['/api/v1/stream', async (request, response) => stream.accept(request, response)],
    ['/api/v1/wall', (request, response) => live.answerWall(request, response)],
  ]);
  const server = createHttpServer({
    own: { get: (path) => streams.get(path) ?? findApiHandler(path) },
    // The port is taken before the pages are loaded, so that two apps never load side by side; early requests wait for them.
    pages: async (request, response) => {
      await ready;
      await pages?.getRequestHandler()(request, response);
    },
    onError: (error, path) => log.error({ err: error, path }, 'request failed'),
  });
  await listenOn(server, listen);
  pages = createNext(await loadNext());
  ready = pages.prepare();
  await ready;
  const following = new AbortController();
  const followed = live.run(following.signal);
  log.info({ url: `http://${config.web.listen}/` }, 'app listens');
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'app stops');
    following.abort();
    await followed;
    stream.close();
    await stopServer(server, stopGraceMs);
    await pages?.close();
    await closeStore();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal).catch(fail(log)));
}

/** The app does not ask who somebody is yet, so it does not open where it has to. */
function refuseUnguarded(web: Parameters<typeof decideLogin>[0]): void {
  const { login, reason } = decideLogin(web);
  if (login === 'none') return;
  throw new StartError(
    `The configuration requires a log-in (${reason}), and the web app of this version cannot ask for one yet. Listen on a loopback ` +
      'address, such as web.listen: 127.0.0.1:7480, without web.oidc and web.trustProxy, behind a proxy that asks for it.',
  );
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
