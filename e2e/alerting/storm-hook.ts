import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const told = z.object({ key: z.string(), status: z.enum(['firing', 'resolved']), fingerprint: z.string(), startsAt: z.string() });
type Told = z.infer<typeof told>;
const batch = z.object({ batchId: z.string(), alerts: z.array(told) });

/** A receiver that drops what it has heard. */
export interface StormHook extends AsyncDisposable {
  readonly url: string;
  /** What was heard first of each key, in this order. */
  readonly heard: ReadonlyMap<string, Told>;
  readonly counts: { again: number; turnedAway: number; cutOff: number };
  /** From now on every batch is taken. */
  calm(): void;
}

/** Takes most batches; turns some away before it takes them, and breaks the connection after it took others, so that nobody knows. */
export async function startStormHook(): Promise<StormHook> {
  const heard = new Map<string, Told>();
  const counts = { again: 0, turnedAway: 0, cutOff: 0 };
  let batches = 0;
  let isCalm = false;
  const server = createServer(async (request, response) => {
    const { alerts } = batch.parse(JSON.parse(await text(request)));
    batches += 1;
    if (!isCalm && batches % 23 === 0) {
      counts.turnedAway += 1;
      response.writeHead(503, { 'retry-after': '1' }).end();
      return;
    }
    for (const alert of alerts) {
      if (heard.has(alert.key)) counts.again += 1;
      else heard.set(alert.key, alert);
    }
    if (!isCalm && batches % 37 === 0) {
      counts.cutOff += 1;
      request.socket.destroy();
    } else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard,
    counts,
    calm() {
      isCalm = true;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
