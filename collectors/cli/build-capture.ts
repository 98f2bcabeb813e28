import type { ReceivedCall } from '#collectors/runtime/receive-frames.ts';
import type { Json } from '#lib/model/json.ts';
import { redactData, redactSentence } from './redact/redact-data.ts';
import { Tokens } from './redact/tokens.ts';

/** What a capture says of itself beside the records. Nothing in it names a person, a machine or a place. */
export interface CaptureFacts {
  readonly hvitals: string;
  readonly hostModule: string;
  readonly node: string;
  readonly platform: string;
  readonly transport: string;
  /** UTC, ISO 8601. */
  readonly takenAt: string;
}

export interface CaptureInput {
  readonly facts: CaptureFacts;
  /** Name of the target. */
  readonly host: string;
  readonly collectors: readonly string[];
  readonly call: Pick<ReceivedCall, 'records' | 'bad' | 'rest'>;
  readonly redact: boolean;
}

/** How one collector came out, as capture.json lists it. */
export interface CapturedOutcome {
  readonly collector: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly tookMs: number | null;
  readonly frameBytes: number | null;
  /** Path of the recording in the zip; null where no record came. */
  readonly file: string | null;
}

export interface Capture {
  readonly outcomes: readonly CapturedOutcome[];
  /** Texts by their path in the zip. */
  readonly files: ReadonlyMap<string, string>;
}

/** The files of a capture: what is inside, how each collector came out, and one recording per record that came. */
export function buildCapture({ facts, host, collectors, call, redact }: CaptureInput): Capture {
  const tokens = redact ? new Tokens() : undefined;
  const shownHost = tokens?.host(host) ?? host;
  const sentence = (text: string | undefined) => (text === undefined ? null : redact ? redactSentence(text) : text);
  const files = new Map<string, string>();
  const names = new Map<string, string>();
  const outcomes = collectors.map((collector): CapturedOutcome => {
    const arrived = call.records.get(collector);
    if (arrived === undefined) {
      const failure = call.bad.get(collector) ?? call.rest;
      const outcome = failure?.outcome ?? 'no-data';
      return { collector, outcome, reason: sentence(failure?.reason), tookMs: null, frameBytes: null, file: null };
    }
    const { record, arrivedAt } = arrived;
    const data = tokens === undefined ? record.data : redactData(record.data, tokens);
    if (collector === 'vm') for (const [id, name] of namesIn(data)) names.set(id, name);
    const file = `recordings/${collector}.json`;
    const recording = {
      from: describeSource(facts, redact),
      about: `Collector ${collector}, outcome ${record.outcome}. Say here what the case is about.`,
      host: shownHost,
      hostTime: new Date(Date.parse(record.at)).toISOString(),
      now: new Date(arrivedAt).toISOString(),
      names: Object.fromEntries(names),
      data,
    };
    files.set(file, toText(recording));
    const { outcome, reason, tookMs, frameBytes } = record;
    return { collector, outcome, reason: sentence(reason), tookMs, frameBytes, file };
  });
  const index = { v: 1, redacted: redact, host: shownHost, ...facts, outcomes };
  return { outcomes, files: new Map([['README.txt', readme(redact)], ['capture.json', toText(index)], ...files]) };
}

function describeSource({ transport, takenAt, hvitals }: CaptureFacts, redact: boolean): string {
  const source = transport === 'simulated' ? 'An invented host of the demo fleet' : `A real host, reached by ${transport}`;
  const how = redact ? 'names, addresses, keys and ids replaced' : 'nothing replaced';
  return `${source}, captured by hvitals ${hvitals} on ${takenAt.slice(0, 10)}, ${how}.`;
}

/** Names of VMs by id, which recordings of other collectors need for their labels. */
function namesIn(data: unknown): readonly (readonly [string, string])[] {
  const vms = typeof data === 'object' && data !== null && 'vms' in data && Array.isArray(data.vms) ? data.vms : [];
  return vms.flatMap((vm: unknown) => {
    if (typeof vm !== 'object' || vm === null || !('id' in vm) || !('name' in vm)) return [];
    return typeof vm.id === 'string' && typeof vm.name === 'string' ? [[vm.id, vm.name] as const] : [];
  });
}

function toText(value: unknown): string {
  return `${JSON.stringify(value as Json, undefined, 2)}\n`;
}

function readme(redact: boolean): string {
  const state = redact
    ? `Redacted: names of hosts, VMs and NTP servers, domains, IP and MAC addresses, GUIDs, KVP keys and KVP values are
replaced, each by the same stand-in throughout. What stays: numbers, dates, codes of Hyper-V, and the
documented intrinsic KVP items that say which operating system and kernel a guest runs. Sentences of
errors are left out but for error codes and class names. KVP items that hvitals could not read are
replaced by as many x.`
    : `NOT redacted: it holds the names of the host and its VMs, their ids, IP addresses and domain names, and
everything that guests and hosts have put into KVP, which may be passwords.`;
  return `A capture of one Hyper-V host by hvitals: one scrape of each collector, as the host answered it.

${state}

capture.json             versions, the hash of the module that ran on the host, and how each collector came out
recordings/<name>.json   the record of one collector, in the form of collectors/<name>/testdata of hvitals

Look through the files before you pass them on.
To make a test case of a recording: copy it to collectors/<name>/testdata/<case>.json, say in "about" what
the case is about, and run npm run golden.
`;
}
