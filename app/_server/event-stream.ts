import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Timer } from '#lib/clock.ts';
import type { ApiStreamBeat, ApiStreamHello } from '#lib/model/api/stream.ts';
import type { ApiWallDelta } from '#lib/model/api/wall.ts';
import { EventRing } from './event-ring.ts';
import { problemType, toProblem } from './problem-response.ts';

export interface EventStreamOptions {
  readonly clock: Clock;
  /** Which build of the pages this app serves. */
  readonly build: string;
  readonly maximumClients?: number;
  /** A client with more than this unread is ended: it comes again and takes up where it was, or starts anew. */
  readonly maximumUnreadBytes?: number;
  readonly ring?: { readonly events: number; readonly bytes: number };
}

const beatMs = 15_000;
/** A few minutes at one event a second, and no more memory than a few pictures. */
const defaultRing = { events: 600, bytes: 8 * 1_024 * 1_024 };

/**
 * `GET /api/v1/stream`: server-sent events. Each is put into bytes once, and every client is sent the same bytes. `hello` comes first on each
 * connection, `delta`s have the store's revision as their id, `reset` says to read everything anew, and `beat` comes each 15 s, so that
 * a client can tell quiet from cut off and knows the server's time.
 */
export class EventStream {
  readonly #clock: Clock;
  readonly #build: string;
  readonly #maximumClients: number;
  readonly #maximumUnreadBytes: number;
  readonly #ringLimits: { readonly events: number; readonly bytes: number };
  readonly #clients = new Set<ServerResponse>();
  #ring: EventRing | undefined;
  #app = '';
  #revision = 0;
  #store: string | null = null;
  #beat: Timer | undefined;

  constructor({
    clock,
    build,
    maximumClients = 500,
    maximumUnreadBytes = 1_024 * 1_024,
    ring = defaultRing,
  }: EventStreamOptions) {
    this.#clock = clock;
    this.#build = build;
    this.#maximumClients = maximumClients;
    this.#maximumUnreadBytes = maximumUnreadBytes;
    this.#ringLimits = ring;
    this.#scheduleBeat();
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Takes a client on, and sends it what it has missed since `Last-Event-ID` (or `?after=`), where that is still known. */
  accept(request: IncomingMessage, response: ServerResponse): void {
    if (this.#clients.size >= this.#maximumClients) {
      const problem = toProblem(503, 'stream-full', 'Too many clients read the stream; poll the API instead.');
      response.writeHead(503, { 'retry-after': '30', 'content-type': problemType }).end(JSON.stringify(problem));
      return;
    }
    request.socket.setNoDelay(true);
    request.socket.setTimeout(0);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Proxies that gather bytes before they pass them on are asked not to.
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    this.#clients.add(response);
    response.once('close', () => this.#clients.delete(response));
    this.#send(response, this.#hello());
    for (const bytes of this.#missed(request)) this.#send(response, bytes);
  }

  /** Starts over: what was sent before says nothing any more. `app` names the new life. */
  reset(app: string, revision: number): void {
    this.#ring = new EventRing(revision, this.#ringLimits);
    this.#app = app;
    this.#revision = revision;
    this.#store = null;
    this.#broadcast(this.#hello());
    this.#broadcast(this.#resetEvent());
  }

  publish(delta: ApiWallDelta): void {
    const { revision } = delta;
    const bytes = toBytes('delta', delta, revision);
    this.#revision = revision;
    this.#ring?.push({ revision, bytes });
    this.#broadcast(bytes);
    this.setStore(null);
  }

  /** Says what is wrong with the store, or null where nothing is. */
  setStore(trouble: string | null): void {
    if (trouble === this.#store) return;
    this.#store = trouble;
    this.#broadcast(this.#beatEvent());
  }

  /** Ends every client. They come back by themselves, to whoever then answers. */
  close(): void {
    this.#beat?.cancel();
    for (const client of this.#clients) client.end();
    this.#clients.clear();
  }

  #missed(request: IncomingMessage): readonly Buffer[] {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const id = request.headers['last-event-id'] ?? query.get('after') ?? undefined;
    if (id === undefined || this.#ring === undefined) return [];
    const isOfThisLife = (query.get('app') ?? this.#app) === this.#app;
    const revision = /^\d{1,15}$/.test(String(id)) ? Number(id) : Number.NaN;
    const events = isOfThisLife ? this.#ring.since(revision) : undefined;
    return events?.map(({ bytes }) => bytes) ?? [this.#resetEvent()];
  }

  #hello(): Buffer {
    const hello: ApiStreamHello = { ...this.#beatData(), app: this.#app, build: this.#build };
    return toBytes('hello', hello);
  }

  #resetEvent(): Buffer {
    return toBytes('reset', { ...this.#beatData(), app: this.#app, build: this.#build }, this.#revision);
  }

  #beatData(): ApiStreamBeat {
    return { now: this.#clock.now(), revision: this.#revision, store: this.#store };
  }

  #beatEvent(): Buffer {
    // The comment is for proxies and people; the event is what a browser can see.
    return Buffer.concat([Buffer.from(': alive\n'), toBytes('beat', this.#beatData())]);
  }

  #scheduleBeat(): void {
    this.#beat = this.#clock.setTimer(beatMs, () => {
      this.#broadcast(this.#beatEvent());
      this.#scheduleBeat();
    });
  }

  #broadcast(bytes: Buffer): void {
    for (const client of this.#clients) this.#send(client, bytes);
  }

  #send(client: ServerResponse, bytes: Buffer): void {
    client.write(bytes);
    if (client.writableLength <= this.#maximumUnreadBytes) return;
    this.#clients.delete(client);
    client.destroy();
  }
}

/** JSON has no line breaks of its own, so one `data` line carries it whole. */
function toBytes(event: string, data: unknown, id?: number): Buffer {
  return Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
