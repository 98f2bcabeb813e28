import { promisify } from 'node:util';
import { gunzip, gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { outcomes } from '#lib/model/outcome.ts';
import type { Frame } from './transport.ts';

const gunzipAsync = promisify(gunzip);
/** The host cuts at 8 MiB of JSON; whatever inflates to more is not from our module. */
export const maxDataBytes = 9 * 1024 * 1024;
/** A record that claims to have taken longer than any call may is not from our module. */
export const longestTookMs = 3_600_000;
/** Text from a host that goes into a sentence of ours. */
const maxQuoted = 300;

const version = z.object({
  v: z.number(),
  module: z.string().optional(),
  nonce: z.string().optional().catch(undefined),
  collector: z.string().max(100).optional().catch(undefined),
});
const end = z.object({ end: z.literal(true), tookMs: z.number() });
const hostOutcomes = z.enum([
  'ok',
  'partial',
  'no-data',
  'unsupported',
  'access-denied',
  'error',
] satisfies (typeof outcomes)[number][]);
const record = z.object({
  collector: z.string().min(1).max(100),
  outcome: hostOutcomes,
  reason: z.string().max(2_000).nullish(),
  at: z.iso.datetime(),
  tookMs: z.number().nonnegative().max(longestTookMs),
  data: z.unknown().optional(),
  gz: z.base64().optional(),
});

/** What frames must carry to belong to a call, and which are worth reading. */
export interface ExpectedFrames {
  /** Hash of our own host module. */
  readonly module: string;
  /** The call's own: a record of another call, sent again, is none of this one. */
  readonly nonce: string;
  /** Whether a record of this collector is still waited for; any by default. */
  isWanted?(collector: string): boolean;
}

type Parsed = Frame | { readonly kind: 'end' } | { readonly kind: 'unwanted' };
type Opened = Parsed | { readonly kind: 'packed'; readonly gz: Buffer; unpacked(json: string): Frame };

/**
 * One frame of the host's answer: a record (data unpacked but not judged), the end of the call, or why it cannot be read. A frame of
 * another module is `role-outdated`; one that nobody waits for is not unpacked. Never throws.
 */
export function parseFrame(text: string, expected: ExpectedFrames): Parsed {
  const opened = open(text, expected);
  if (opened.kind !== 'packed') return opened;
  try {
    return opened.unpacked(gunzipSync(opened.gz, { maxOutputLength: maxDataBytes }).toString('utf8'));
  } catch (error) {
    return unpackable(text, error);
  }
}

/** As parseFrame; large data is inflated on another thread, so that the event loop goes on. */
export async function readFrame(text: string, expected: ExpectedFrames): Promise<Parsed> {
  const opened = open(text, expected);
  if (opened.kind !== 'packed') return opened;
  try {
    return opened.unpacked((await gunzipAsync(opened.gz, { maxOutputLength: maxDataBytes })).toString('utf8'));
  } catch (error) {
    return unpackable(text, error);
  }
}

function open(text: string, expected: ExpectedFrames): Opened {
  const json = toJson(text);
  if (json === undefined) return bad('parse-error', undefined, `The host sent something that is no record: ${quote(text)}`);
  const head = version.safeParse(json);
  if (!head.success) return bad('parse-error', undefined, `The host sent a record without a version: ${quote(text)}`);
  const { v, module, nonce, collector } = head.data;
  if (v !== 1 || module !== expected.module) {
    const theirs = v === 1 ? quote(module ?? 'none') : `of format ${v}`;
    const reason = `The host's module is ${theirs}, and this hvitals needs ${expected.module}: install the Hvitals module of this version on the host.`;
    return bad('role-outdated', collector, reason);
  }
  if (nonce !== expected.nonce) return bad('parse-error', collector, 'The host sent an answer to another call than this one.');
  if (collector !== undefined && expected.isWanted?.(collector) === false) return { kind: 'unwanted' };
  if (end.safeParse(json).success) return { kind: 'end' };
  const parsed = record.safeParse(json);
  if (!parsed.success) {
    return bad(
      'parse-error',
      collector,
      `The record is not of the agreed shape: ${z.prettifyError(parsed.error).slice(0, maxQuoted)}`,
    );
  }
  const { gz, data, reason, ...rest } = parsed.data;
  const frameBytes = Buffer.byteLength(text, 'utf8');
  const toFrame = (value: unknown): Frame => ({
    kind: 'record',
    record: { ...rest, ...(reason === null || reason === undefined ? {} : { reason }), data: value, frameBytes },
  });
  if (gz === undefined) return toFrame(data ?? null);
  return { kind: 'packed', gz: Buffer.from(gz, 'base64'), unpacked: (inner) => toFrame(JSON.parse(inner)) };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unpackable(text: string, error: unknown): Frame {
  const head = version.safeParse(toJson(text));
  const why = error instanceof Error ? error.message : String(error);
  return bad('parse-error', head.data?.collector, `The record's packed data cannot be read: ${why.slice(0, maxQuoted)}`);
}

function bad(outcome: 'parse-error' | 'role-outdated', collector: string | undefined, reason: string): Frame {
  return { kind: 'bad', outcome, reason, ...(collector === undefined ? {} : { collector }) };
}

/** The beginning of foreign text, controls escaped. */
function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text);
}
