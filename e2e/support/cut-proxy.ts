import { createServer, request } from 'node:http';
import { freePort } from './free-port.ts';

/** A way to a server on this machine that can lose single paths, as a bad proxy or a broken line does. */
export interface CutProxy {
  readonly url: string;
  /** From now on requests for these paths fail, and those that are open break off. No path: everything works again. */
  cut(...paths: readonly string[]): void;
  stop(): Promise<void>;
}

/** Starts a proxy to `target` (`http://127.0.0.1:port`) on 127.0.0.1. */
export async function startCutProxy(target: string): Promise<CutProxy> {
  const port = await freePort();
  const open = new Map<() => void, string>();
  let lost: readonly string[] = [];
  const isLost = (path: string) => lost.some((start) => path.startsWith(start));
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const end = () => {
      outgoing.destroy();
      onward.destroy();
    };
    const onward = request(`${target}${path}`, { method: incoming.method, headers: incoming.headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('error', end);
    });
    onward.once('error', end);
    open.set(end, path);
    outgoing.once('close', () => {
      open.delete(end);
      onward.destroy();
    });
    if (isLost(path)) end();
    else incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    cut(...paths) {
      lost = paths;
      for (const [end, path] of open) if (isLost(path)) end();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
