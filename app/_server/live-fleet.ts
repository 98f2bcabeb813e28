import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Clock, delay } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import type { ApiWall } from '#lib/model/api/wall.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { OpenStore } from '#lib/store/open-store.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { watchRevision } from '#lib/store/watch-revision.ts';
import type { EventStream } from './event-stream.ts';
import type { FleetChange } from './fleet-model.ts';
import { briefStanding } from './load-alert-brief.ts';
import { problemType, toProblem } from './problem-response.ts';
import { currentModel, listenToFleet, readFleet } from './read-fleet.ts';
import { readStandingAlerts } from './read-standing-alerts.ts';
import { readStore } from './store-access.ts';
import { WallAlerts } from './wall-alerts.ts';
import { WallEncoder } from './wall-encoder.ts';

const lookMs = 250;
/** Events follow each other at least this far apart; what happens in between goes together. */
const gapMs = 1_000;
const retryMs = 1_000;
const compress = promisify(gzip);

interface LiveFleetOptions {
  readonly stream: EventStream;
  readonly build: string;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Body {
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Promise<Buffer>;
}

/** Follows the store, and tells the stream what changed; answers `/api/v1/wall` from bytes that all askers share. */
export class LiveFleet {
  readonly #options: LiveFleetOptions;
  #encoder: WallEncoder | undefined;
  readonly #alerts = new WallAlerts();
  #life = 0;
  #toldRevision = 0;
  #pending: { vms: Set<VmId>; hosts: Set<string>; reset: boolean } = { vms: new Set(), hosts: new Set(), reset: false };
  #body: Body | undefined;
  #trouble: string | undefined = 'starting';

  constructor(options: LiveFleetOptions) {
    this.#options = options;
  }

  /** Runs until `signal` aborts. Trouble with the store is told to the stream, and tried again; it never rejects for it. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, log, stream } = this.#options;
    const { stop } = listenToFleet((change) => this.#note(change));
    while (!signal.aborted) {
      try {
        await this.#follow(await readStore(), signal);
      } catch (error) {
        if (!(error instanceof StoreError)) log.error({ err: error }, 'following the store failed');
        this.#trouble = error instanceof StoreError ? error.code : 'failed';
        stream.setStore(this.#trouble);
        await delay(clock, retryMs, signal);
      }
    }
    stop();
  }

  /** Answers `GET /api/v1/wall`. 503 while there is no store to read. */
  async answerWall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
      vary: 'accept-encoding',
      'x-hvitals-now': String(this.#options.clock.now()),
    };
    if (this.#encoder === undefined || this.#trouble !== undefined) {
      const problem = toProblem(503, `store-${this.#trouble}`, 'There is no store to read now.');
      response.writeHead(503, { ...headers, 'content-type': problemType }).end(JSON.stringify(problem));
      return;
    }
    this.#body ??= this.#toBody(this.#encoder);
    const { etag, plain, gzipped } = this.#body;
    if (request.headers['if-none-match']?.includes(etag)) {
      response.writeHead(304, { ...headers, etag }).end();
    } else if (String(request.headers['accept-encoding']).includes('gzip')) {
      const bytes = await gzipped;
      response.writeHead(200, { ...headers, etag, 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes);
    } else {
      response.writeHead(200, { ...headers, etag, 'content-length': plain.length }).end(plain);
    }
  }

  /** Follows one store until `signal` aborts, or another file has taken its place. Throws StoreError. */
  async #follow(store: OpenStore, signal: AbortSignal): Promise<void> {
    const replaced = new AbortController();
    const look = setInterval(() => {
      if (store.isReplaced()) replaced.abort();
    }, gapMs);
    try {
      const ended = AbortSignal.any([signal, replaced.signal]);
      for await (const _ of watchRevision(store, { everyMs: lookMs, signal: ended })) {
        await readFleet();
        this.#flush(await readStandingAlerts());
        await delay(this.#options.clock, gapMs, ended);
      }
    } finally {
      clearInterval(look);
    }
  }

  #note({ vms, hosts, reset }: FleetChange): void {
    for (const vmId of vms) this.#pending.vms.add(vmId);
    for (const host of hosts) this.#pending.hosts.add(host);
    this.#pending.reset ||= reset;
  }

  #flush({ evaluatedAt, ...standing }: Awaited<ReturnType<typeof readStandingAlerts>>): void {
    const { stream, clock } = this.#options;
    const model = currentModel();
    if (model === undefined) return;
    const { vms, hosts, reset } = this.#pending;
    this.#pending = { vms: new Set(), hosts: new Set(), reset: false };
    const { revision } = model.rows;
    this.#body = undefined;
    this.#trouble = undefined;
    if (this.#encoder === undefined || reset || this.#encoder.isFull) {
      this.#encoder = new WallEncoder(model, clock.now());
      this.#life += 1;
      this.#alerts.encode(briefStanding(standing, model), evaluatedAt ?? null);
      this.#toldRevision = revision;
      stream.reset(this.#app, revision);
      return;
    }
    // A revision that was told already is not looked at again by any wall: what is new of alerts then waits for the next one.
    const isNew = revision > this.#toldRevision;
    const alerts = isNew ? this.#alerts.encode(briefStanding(standing, model), evaluatedAt ?? null) : {};
    this.#toldRevision = revision;
    stream.publish({ ...this.#encoder.encode({ revision, reset: false, vms, hosts }, model, clock.now()), ...alerts });
  }

  /** Changes whenever the numbers of the wall get another meaning. */
  get #app(): string {
    return `${Math.round(performance.timeOrigin).toString(36)}-${this.#life}`;
  }

  #toBody(encoder: WallEncoder): Body {
    const wall: ApiWall = { app: this.#app, build: this.#options.build, ...encoder.snapshot(), ...this.#alerts.snapshot() };
    const plain = Buffer.from(JSON.stringify(wall));
    return { etag: `"${wall.app}-${wall.revision}"`, plain, gzipped: compress(plain) };
  }
}
