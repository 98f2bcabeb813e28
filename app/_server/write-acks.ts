import type { WriteOutcome } from './answer-write.ts';
import { toProblem } from './problem-response.ts';
import { readAlerts } from './store-access.ts';

interface AckWanted {
  readonly by: string;
  readonly note: string;
}

const notThere = toProblem(404, 'not-active', 'No alert with this fingerprint is pending or firing now.');

/** Acknowledges one alert. Throws StoreError. */
export async function acknowledge(fingerprint: string, wanted: AckWanted, at: number): Promise<WriteOutcome> {
  const ack = { fingerprint, ...wanted, at };
  return (await (await readAlerts()).putAck(ack)) ? { body: { ack } } : { problem: notThere };
}

/** Acknowledges those of the alerts that are there, in one transaction, and says which were not. Throws StoreError. */
export async function acknowledgeAll(
  { fingerprints, by, note }: AckWanted & { readonly fingerprints: readonly string[] },
  at: number,
): Promise<WriteOutcome> {
  const wanted = [...new Set(fingerprints)];
  const acknowledged = await (await readAlerts()).putAcks(wanted.map((fingerprint) => ({ fingerprint, by, note, at })));
  const known = new Set(acknowledged);
  return { body: { acknowledged, notActive: wanted.filter((fingerprint) => !known.has(fingerprint)) } };
}

/** Takes an acknowledgement back. Throws StoreError. */
export async function unacknowledge(fingerprint: string, by: string, at: number): Promise<WriteOutcome> {
  const dropped = await (await readAlerts()).dropAck(fingerprint, by, at);
  return dropped
    ? { body: { fingerprint } }
    : { problem: toProblem(404, 'not-acknowledged', 'This alert is not acknowledged, or not active any more.') };
}
