import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createFineClock } from '../../collectors/clock/sntp/fine-clock.ts';
import { parsePacket, toNtpTimestamp } from '../../collectors/clock/sntp/packet.ts';

export interface NtpServerOptions {
  /** Its clock minus this machine's. */
  readonly offsetMs?: number;
  readonly stratum?: number;
  readonly leap?: number;
  readonly rootDelaySeconds?: number;
  readonly rootDispersionSeconds?: number;
  /** Changes or drops the answer to the n-th request (from 0); several are sent in their order. */
  readonly twist?: (answer: Buffer, request: Buffer, n: number) => readonly Buffer[] | Promise<readonly Buffer[]>;
}

export interface NtpServer extends AsyncDisposable {
  readonly port: number;
  /** Requests so far. */
  readonly requests: readonly Buffer[];
}

/** An NTP server on 127.0.0.1 that says the time that a test wants, and lies as it wants. */
export async function startNtpServer(options: NtpServerOptions = {}): Promise<NtpServer> {
  const clock = createFineClock();
  const ahead = BigInt(Math.round((options.offsetMs ?? 0) * 1_000_000));
  const requests: Buffer[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    const answer = toAnswer(request, clock.now() + ahead, options);
    answer.writeBigUInt64BE(toNtpTimestamp(clock.now() + ahead), 40);
    const twisted = options.twist?.(answer, request, requests.length) ?? [answer];
    requests.push(request);
    if (!(twisted instanceof Promise)) for (const bytes of twisted) socket.send(bytes, from.port, from.address);
    else void twisted.then((all) => all.forEach((bytes) => void socket.send(bytes, from.port, from.address)));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    requests,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function toAnswer(request: Buffer, receivedAt: bigint, options: NtpServerOptions): Buffer {
  const { leap = 0, stratum = 2, rootDelaySeconds = 0, rootDispersionSeconds = 0 } = options;
  const answer = Buffer.alloc(48);
  answer.writeUInt8((leap << 6) | (4 << 3) | 4, 0);
  answer.writeUInt8(stratum, 1);
  answer.writeInt8(-24, 3);
  answer.writeUInt32BE(Math.round(rootDelaySeconds * 0x1_0000), 4);
  answer.writeUInt32BE(Math.round(rootDispersionSeconds * 0x1_0000), 8);
  answer.set([192, 0, 2, 1], 12);
  answer.writeBigUInt64BE(parsePacket(request)?.transmit ?? 0n, 24);
  answer.writeBigUInt64BE(toNtpTimestamp(receivedAt), 32);
  return answer;
}
