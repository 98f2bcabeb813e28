import { createTransport } from 'nodemailer';
import { isLoopback } from '../config/listen.ts';
import type { ReceiverConfig } from '../config/notify-schema.ts';
import { renderMail } from './email-text.ts';
import type { Notification } from './notification.ts';
import { readSecret, toSecretOutcome } from './read-secret.ts';
import { type Attempt, type Batch, firstLine, type SendOutcome } from './send-outcome.ts';

type EmailReceiver = Extract<ReceiverConfig, { kind: 'email' }>;

/** Sockets end by themselves after so long, whatever else goes wrong. */
const socketTimeoutMs = 30_000;

/** The same for the same batch, so that a mail that comes twice can be told. Pure. */
export function messageIdOf(batchId: string, from: string): string {
  return `<${batchId.replace(/[^A-Za-z0-9.-]/g, '')}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

/** Sends a batch as one mail. A password crosses the net encrypted, or not at all. */
export async function sendEmail(
  receiver: EmailReceiver,
  batch: Batch<Notification>,
  externalUrl: string | undefined,
  { now, signal }: Attempt,
): Promise<SendOutcome> {
  const { smtp, from, to } = receiver;
  let auth: { readonly user: string; readonly pass: string } | undefined;
  try {
    if (smtp.user !== undefined && smtp.password !== undefined) auth = { user: smtp.user, pass: await readSecret(smtp.password) };
  } catch (error) {
    return toSecretOutcome(error);
  }
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    requireTLS: auth !== undefined && !smtp.secure && !isLoopback(smtp.host),
    connectionTimeout: socketTimeoutMs,
    greetingTimeout: socketTimeoutMs,
    socketTimeout: socketTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(auth === undefined ? {} : { auth }),
  });
  try {
    const { rejected } = await transport.sendMail({
      ...renderMail(batch, externalUrl),
      from,
      to: [...to],
      date: new Date(now),
      messageId: messageIdOf(batch.id, from),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Hvitals-Batch': batch.id },
      signal,
    });
    return rejected.length === 0
      ? { result: 'delivered' }
      : { result: 'delivered', note: `not taken for ${rejected.length} of ${to.length} addresses` };
  } catch (error) {
    return toOutcome(error);
  } finally {
    transport.close();
  }
}

/** 5xx about the mail or its addresses is for good (RFC 5321, 4.2.1); that the sign-on fails is not, a password can be put right. */
function toOutcome(error: unknown): SendOutcome {
  if (!(error instanceof Error)) return { result: 'failed', error: firstLine(String(error)) };
  const code = 'code' in error ? String(error.code) : '';
  const responseCode = 'responseCode' in error ? Number(error.responseCode) : 0;
  const isForGood = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { result: isForGood ? 'refused' : 'failed', error: firstLine(error.message) || error.name };
}
