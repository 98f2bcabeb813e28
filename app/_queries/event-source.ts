import type { ApiStreamBeat, ApiStreamHello } from '#lib/model/api/stream.ts';
import type { ApiWallDelta } from '#lib/model/api/wall.ts';
import { noteServerTime } from './server-clock.ts';

/** `cut` from the moment a connection breaks until the next one has said hello. */
export type StreamState = 'connecting' | 'open' | 'cut';

/** What a reader of the stream already knows, so that it is sent only the rest. */
export interface StreamPosition {
  readonly app: string;
  readonly revision: number;
}

export interface StreamListener {
  /** What to go on from, asked at each connection; undefined for nothing. */
  position(): StreamPosition | undefined;
  onState(state: StreamState): void;
  /** A connection stands. `from` is the position that it was asked with. */
  onHello(hello: ApiStreamHello, from: StreamPosition | undefined): void;
  onReset(hello: ApiStreamHello): void;
  onDelta(delta: ApiWallDelta): void;
  onBeat(beat: ApiStreamBeat): void;
}

const path = '/api/v1/stream';
/** The server says something each 15 s; two and a half of these without a word, and the line is dead. */
const silenceMs = 38_000;
const helloMs = 10_000;
const waitsMs = [1_000, 2_000, 4_000, 8_000, 10_000];

/**
 * Follows `/api/v1/stream` until it is closed, and connects again by itself for ever: after errors, after silence, after a server that is
 * full. EventSource alone gives up at an answer such as 503, and never notices a line that has gone silent.
 */
export function followStream(listener: StreamListener): { readonly close: () => void } {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;

  const stop = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const retry = () => {
    stop();
    if (closed) return;
    listener.onState('cut');
    const waitMs = waitsMs[Math.min(failures, waitsMs.length - 1)] ?? 0;
    failures += 1;
    // Screens that lost the same server do not all come back in the same moment.
    timer = setTimeout(connect, waitMs * (0.75 + Math.random() / 2));
  };
  const expectWordIn = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(retry, ms);
  };
  const connect = () => {
    stop();
    const from = listener.position();
    const query = from === undefined ? '' : `?app=${encodeURIComponent(from.app)}&after=${from.revision}`;
    source = new EventSource(path + query);
    const on = <Data>(event: string, handle: (data: Data) => void) => {
      source?.addEventListener(event, ({ data }: MessageEvent<string>) => {
        expectWordIn(silenceMs);
        handle(JSON.parse(data) as Data);
      });
    };
    on<ApiStreamHello>('hello', (hello) => {
      failures = 0;
      noteServerTime(hello.now, Date.now());
      listener.onState('open');
      listener.onHello(hello, from);
    });
    on<ApiStreamBeat>('beat', (beat) => {
      noteServerTime(beat.now, Date.now());
      listener.onBeat(beat);
    });
    // A delta may be one of the past, so its time says nothing about now.
    on<ApiWallDelta>('delta', (delta) => listener.onDelta(delta));
    on<ApiStreamHello>('reset', (hello) => listener.onReset(hello));
    source.addEventListener('error', retry);
    expectWordIn(helloMs);
  };
  const onOnline = () => {
    if (source?.readyState !== EventSource.OPEN) connect();
  };

  listener.onState('connecting');
  window.addEventListener('online', onOnline);
  connect();
  return {
    close() {
      closed = true;
      window.removeEventListener('online', onOnline);
      stop();
    },
  };
}
