import { createHash } from 'node:crypto';
import { toNtpTimestamp } from '#collectors/clock/sntp/packet.ts';
import type { Json } from '#lib/model/json.ts';
import { failureOf, registryClass, timeServiceClass } from './class-answers.ts';
import type { SimulatedRecord } from './records.ts';
import type { SimulatedHost, SimulatedNtpServer } from './scenario.ts';

const exchanges = 4;
const mostServers = 4;
/** 100-ns ticks of .NET from the year 1 to 1970. */
const unixEpochTicks = 621_355_968_000_000_000n;
/** How long a server takes to answer. */
const heldMs = 0.02;

/** The record of collector `clock`: the exchanges are real packets, so that the real parser judges them. Pure. */
export function clockRecord(host: SimulatedHost, args: Json, now: number): SimulatedRecord {
  const { clock } = host;
  const counters = failureOf(host, timeServiceClass, 'root/cimv2');
  const registry = failureOf(host, registryClass, 'root/cimv2');
  const reasons = [counters?.outcome === 'unsupported' ? undefined : counters, registry].flatMap(
    (failure) => failure?.reason ?? [],
  );
  const syncType = registry === undefined ? clock.syncType : undefined;
  const { from, names } = decideServers(args, syncType, clock.ntpServer);
  const data = {
    serversFrom: from,
    syncType: syncType ?? null,
    w32time: counters === undefined && clock.hasCounters ? toCounters(host) : null,
    resolutionMs: clock.resolutionMs,
    servers: names.map((name) => toServer(host, name, now)),
  };
  return reasons.length === 0 ? { outcome: 'ok', data } : { outcome: 'partial', reason: reasons.join('; '), data };
}

function toCounters({ clockOffsetMs }: SimulatedHost) {
  return { offsetMicroseconds: Math.round(Math.abs(clockOffsetMs) * 1_000), roundtripMicroseconds: 1_500, sourceCount: 1 };
}

/** As clock.ps1 decides it: the configuration's servers, else W32Time's own where its type says that they count. */
function decideServers(args: Json, syncType: string | undefined, ntpServer: string | undefined) {
  const configured = serverNames(args);
  if (configured.length > 0) return { from: 'configured', names: configured.slice(0, mostServers) };
  const counts = syncType === 'NTP' || syncType === 'AllSync';
  const own = counts ? [...(ntpServer ?? '').matchAll(/(?<=^|\s)[^\s,]+/g)].map(([name]) => name) : [];
  return { from: own.length > 0 ? 'w32time' : 'none', names: own.slice(0, mostServers) };
}

function serverNames(args: Json): string[] {
  if (typeof args !== 'object' || args === null || !('servers' in args) || !Array.isArray(args.servers)) return [];
  return args.servers.flatMap((entry) =>
    typeof entry === 'object' && entry !== null && 'server' in entry && typeof entry.server === 'string' ? [entry.server] : [],
  );
}

function toServer(host: SimulatedHost, name: string, now: number) {
  const known = Object.hasOwn(host.clock.servers, name) ? host.clock.servers[name] : undefined;
  if (known === undefined) return { server: name, failure: 'unresolved', exchanges: [] };
  // After two failures, or a kiss, a server is not asked again in the same scrape.
  const count = known.failure !== undefined ? 2 : known.stratum === 0 ? 1 : exchanges;
  return {
    server: name,
    failure: null,
    exchanges: Array.from({ length: count }, (_, index) => toExchange(host, known, `${host.name} ${name} ${now} ${index}`, now)),
  };
}

function toExchange({ clockOffsetMs }: SimulatedHost, server: SimulatedNtpServer, seed: string, now: number) {
  const digest = createHash('sha256').update(seed).digest();
  const sent = digest.subarray(0, 8).toString('base64');
  if (server.failure !== undefined) return { sent, t1: null, t4: null, answer: null, failure: server.failure };
  // Up to a tenth more than the least delay, all of it on the way back, as queues add it.
  const delayMs = server.delayMs * (1 + (digest[8] ?? 0) / 2_560);
  const received = now + server.delayMs / 2 + server.offsetMs;
  return {
    sent,
    t1: toTicks(now + clockOffsetMs),
    t4: toTicks(now + clockOffsetMs + delayMs + heldMs),
    answer: toAnswer(server, digest.readBigUInt64BE(), received).toString('base64'),
    failure: null,
  };
}

function toAnswer({ stratum, rootDispersionMs }: SimulatedNtpServer, originate: bigint, receivedMs: number): Buffer {
  const bytes = Buffer.alloc(48);
  bytes.writeUInt8(stratum === 0 ? 0xe4 : 0x24, 0);
  bytes.writeUInt8(stratum, 1);
  bytes.writeInt8(-23, 3);
  bytes.writeUInt32BE(Math.round((rootDispersionMs / 1_000) * 0x1_0000), 8);
  if (stratum > 1) bytes.set([192, 0, 2, 123], 12);
  else bytes.write(stratum === 0 ? 'RATE' : 'GPS', 12, 'latin1');
  bytes.writeBigUInt64BE(originate, 24);
  bytes.writeBigUInt64BE(toNtpTimestamp(toNanoseconds(receivedMs)), 32);
  bytes.writeBigUInt64BE(toNtpTimestamp(toNanoseconds(receivedMs + heldMs)), 40);
  return bytes;
}

/** Microseconds are all that a double holds of Unix time. */
function toNanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms * 1_000)) * 1_000n;
}

function toTicks(ms: number): string {
  return String(toNanoseconds(ms) / 100n + unixEpochTicks);
}
