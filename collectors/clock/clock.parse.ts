import { z } from 'zod';
import type { ParseContext, ParseResult } from '#collectors/collector.ts';
import { type ClockHostReading, type NtpServerReading, sntpFailures } from '#lib/model/readings/clock.ts';
import { optionalCount, optionalText } from '#lib/model/record-fields.ts';
import { isRow } from '#lib/model/same-fields.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { withoutUndefined } from '#lib/model/without-undefined.ts';
import { type Measurement, measure } from './sntp/choose-best.ts';
import { decideAnswer } from './sntp/decide-answer.ts';
import { type FailedExchange, toServerReading } from './sntp/to-server-reading.ts';

const mostServers = 4;
const mostExchanges = 8;
const longestName = 260;
/** 100-ns ticks of .NET from the year 1 to 1970. */
const unixEpochTicks = 621_355_968_000_000_000n;
/** Windows PowerShell's clock steps by up to 15.6 ms; a host that says much more knows nothing of its clock. */
const coarsestResolutionMs = 1_000;

const ticks = z.string().regex(/^\d{1,19}$/);
const exchangeRow = z.object({ sent: z.base64(), t1: ticks, t4: ticks, answer: z.base64() });
const failureRow = z.object({ failure: z.enum(sntpFailures) });
const record = z.object({
  serversFrom: z.enum(['configured', 'w32time', 'none']),
  syncType: optionalText,
  w32time: z.unknown(),
  resolutionMs: z.number().nonnegative().max(coarsestResolutionMs),
  servers: z.array(z.unknown()),
});
const serverRow = z.object({
  server: z.string().min(1),
  failure: z.enum(sntpFailures).nullish(),
  exchanges: z.array(z.unknown()).nullish(),
});
const serviceRow = z.object({
  offsetMicroseconds: z.number().nonnegative(),
  roundtripMicroseconds: optionalCount,
  sourceCount: optionalCount,
});

/**
 * Record data of collector `clock` (shape: clock.md) → the host's clock. Pure, never throws. Answers of NTP servers are judged here, on their
 * bytes; a server that lies costs only itself, and its failure says how.
 */
export function parseClock(data: unknown, _context: ParseContext<never, null>): ParseResult<ClockHostReading, never, null> {
  const parsed = record.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, reason: `the clock's record cannot be read: ${issue?.path.join('.')}: ${issue?.message}` };
  }
  const { serversFrom, syncType, resolutionMs } = parsed.data;
  const resolutionSeconds = resolutionMs / 1_000;
  const rows = parsed.data.servers.slice(0, mostServers).map((row) => serverRow.safeParse(row));
  const servers = rows.flatMap((row) => (row.success ? [toReading(row.data, resolutionSeconds)] : []));
  const service = serviceRow.nullish().safeParse(parsed.data.w32time);
  const leftOut = [
    ...rows.flatMap((row, index) => (row.success ? [] : [`server ${index + 1} cannot be read`])),
    ...(service.success ? [] : ['what W32Time says of itself cannot be read']),
  ];
  const host = withoutUndefined({
    serversFrom,
    servers,
    syncType: syncType?.slice(0, 32).toWellFormed(),
    w32time: service.success && service.data ? toService(service.data) : undefined,
    resolutionSeconds,
  });
  return {
    ok: true,
    host,
    vms: new Map<VmId, never>(),
    ...(leftOut.length === 0 ? {} : { partialReason: `${leftOut.join('; ')}.` }),
  };
}

function toService({ offsetMicroseconds, roundtripMicroseconds, sourceCount }: z.infer<typeof serviceRow>) {
  const roundtripSeconds = roundtripMicroseconds === undefined ? undefined : roundtripMicroseconds / 1e6;
  return withoutUndefined({ offsetMagnitudeSeconds: offsetMicroseconds / 1e6, roundtripSeconds, sourceCount });
}

function toReading({ server, failure, exchanges }: z.infer<typeof serverRow>, resolutionSeconds: number): NtpServerReading {
  const name = server.slice(0, longestName).toWellFormed();
  const measurements: Measurement[] = [];
  let failed: FailedExchange = { failure: failure ?? 'timeout' };
  for (const row of (exchanges ?? []).slice(0, mostExchanges)) {
    const outcome = readExchange(row, resolutionSeconds);
    if ('failure' in outcome) failed = outcome;
    else measurements.push(outcome);
  }
  return toServerReading(name, measurements, failed);
}

function readExchange(row: unknown, resolutionSeconds: number): Measurement | FailedExchange {
  // Asked only where one is named: an exchange that succeeded names none, and a refusal by a schema costs more than all the rest.
  const failure = isRow(row) && row.failure !== null && row.failure !== undefined ? failureRow.safeParse(row) : undefined;
  if (failure?.success === true) return failure.data;
  const parsed = exchangeRow.safeParse(row);
  const sent = parsed.success ? Buffer.from(parsed.data.sent, 'base64') : undefined;
  if (!parsed.success || sent?.length !== 8) return { failure: 'malformed' };
  const decision = decideAnswer(Buffer.from(parsed.data.answer, 'base64'), sent.readBigUInt64BE());
  if (!decision.ok) {
    const { failure, kiss } = decision;
    return kiss === undefined ? { failure } : { failure, kiss };
  }
  const exchange = { sentAt: toUnix(parsed.data.t1), receivedAt: toUnix(parsed.data.t4), packet: decision.packet };
  return measure(exchange, resolutionSeconds) ?? { failure: 'malformed' };
}

/** Ticks of 100 ns since the year 1 → Unix nanoseconds. */
function toUnix(text: string): bigint {
  return (BigInt(text) - unixEpochTicks) * 100n;
}
