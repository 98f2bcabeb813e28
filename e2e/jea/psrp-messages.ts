/** One message that a client sent by PSRP over standard input. */
export interface PsrpMessage {
  /** MS-PSRP 2.2.1, such as 0x00021006 for CREATE_PIPELINE. */
  readonly type: number;
  /** CLIXML. */
  readonly data: string;
}

/** MS-PSRP 2.2.1: the only messages by which a client could have something run. */
export const createPipeline = 0x0002_1006;

const fragmentHead = 21;
const messageHead = 40;

/**
 * The messages in what a client wrote to `pwsh -sshs`: lines of `<Data …>base64 of fragments</Data>`, the fragments as in MS-PSRP 2.2.4,
 * the messages as in 2.2.1. Throws on a fragment that is cut short.
 */
export function parsePsrpMessages(text: string): readonly PsrpMessage[] {
  const messages: PsrpMessage[] = [];
  const parts = new Map<string, Buffer[]>();
  for (const [, pipeline = '', base64 = ''] of text.matchAll(/<Data [^>]*PSGuid='([^']*)'[^>]*>([^<]*)<\/Data>/g)) {
    let rest = Buffer.from(base64, 'base64');
    while (rest.length > 0) {
      const length = rest.readUInt32BE(17);
      const key = `${pipeline} ${rest.readBigUInt64BE(0)}`;
      const isLast = ((rest[16] ?? 0) & 2) !== 0;
      if (rest.length < fragmentHead + length) throw new Error(`A fragment of ${key} is cut short.`);
      const known = [...(parts.get(key) ?? []), rest.subarray(fragmentHead, fragmentHead + length)];
      parts.set(key, isLast ? [] : known);
      if (isLast) messages.push(toMessage(Buffer.concat(known)));
      rest = rest.subarray(fragmentHead + length);
    }
  }
  return messages;
}

function toMessage(bytes: Buffer): PsrpMessage {
  return { type: bytes.readUInt32LE(4), data: bytes.subarray(messageHead).toString('utf8') };
}
