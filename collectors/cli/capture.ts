import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { buildHostModule } from '#collectors/host-module/build-host-module.ts';
import { registry } from '#collectors/registry.ts';
import { planScrapes } from '#collectors/runtime/plan-scrapes.ts';
import { callDeadlineSeconds, type ReceivedCall, receiveFrames } from '#collectors/runtime/receive-frames.ts';
import { toTransportTarget } from '#collectors/runtime/to-target.ts';
import { systemClock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import type { LoadConfigInput } from '#lib/config/load-config.ts';
import type { Target } from '#lib/config/schema.ts';
import { buildCapture, type Capture, type CaptureFacts } from './build-capture.ts';
import { exitCodes } from './exit-codes.ts';
import { type LoadedFleet, loadFleet } from './load-fleet.ts';
import { openTransports } from './open-transports.ts';

export interface CaptureCommand extends LoadConfigInput {
  readonly print: (line: string) => void;
  readonly hosts: readonly string[];
  readonly redact: boolean;
  /** Agrees to a file that is not redacted. */
  readonly yes: boolean;
  /** Path of the zip; undefined: a name with the time, in the working directory. */
  readonly output: string | undefined;
}

const warning = `Without --redact the file holds everything as the host sent it: names of the host and its VMs, their ids, IP addresses and
domain names, and all KVP keys and values, which may be passwords. For a bug report use --redact, which replaces all of that.
If you want the file as it is, say --yes.`;

/** `hvitals capture`: one scrape of each collector of one host, written to a zip. Resolves with the exit code. */
export async function capture({ print, hosts, redact, yes, output, ...input }: CaptureCommand): Promise<number> {
  const [host, ...more] = hosts;
  if (host === undefined || more.length > 0) {
    print('hvitals: capture takes the name of one host');
    return exitCodes.usage;
  }
  let fleet: LoadedFleet;
  try {
    fleet = loadFleet(input);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    print(error.message);
    return exitCodes.wrong;
  }
  const target = fleet.targets.find(({ name }) => name === host);
  if (target === undefined) {
    print(`hvitals: no target is named ${host}; there are ${fleet.targets.map(({ name }) => name).join(', ')}`);
    return exitCodes.usage;
  }
  if (!redact && !yes) {
    print(warning);
    return exitCodes.usage;
  }
  const plans = planScrapes(registry, fleet.config, target);
  const call = await askAll(fleet, target, plans, input.env);
  const takenAt = new Date(systemClock.now()).toISOString();
  const facts = { ...(await readFacts(target)), takenAt };
  const built = buildCapture({ facts, host, collectors: plans.map(({ collector }) => collector.name), call, redact });
  return write(built, resolve(input.cwd, output ?? `hvitals-capture-${takenAt.replace(/[:.]/g, '-')}.zip`), redact, print);
}

async function askAll(
  fleet: LoadedFleet,
  target: Target,
  plans: ReturnType<typeof planScrapes>,
  env: LoadConfigInput['env'],
): Promise<ReceivedCall> {
  const collectors = plans.map(({ collector, timeoutMs, settings }) => ({
    name: collector.name,
    timeoutSeconds: timeoutMs / 1_000,
    args: collector.args(undefined, settings),
  }));
  const request = { collectors, deadlineSeconds: callDeadlineSeconds(collectors) };
  const transports = openTransports(fleet.config, { ...process.env, ...env });
  try {
    return await receiveFrames({
      transport: transports.of(target.transport),
      target: toTransportTarget(target),
      request,
      clock: systemClock,
      signal: new AbortController().signal,
    });
  } finally {
    await transports.close();
  }
}

async function readFacts({ transport }: Target): Promise<Omit<CaptureFacts, 'takenAt'>> {
  const file = new URL('../../package.json', import.meta.url);
  const { version }: { version: string } = JSON.parse(await readFile(file, 'utf8'));
  return {
    hvitals: version,
    hostModule: buildHostModule().hash,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    transport,
  };
}

async function write(
  { outcomes, files }: Capture,
  file: string,
  redact: boolean,
  print: (line: string) => void,
): Promise<number> {
  for (const { collector, outcome, reason } of outcomes) print(`${collector}: ${outcome}${reason === null ? '' : `, ${reason}`}`);
  if (outcomes.every((outcome) => outcome.file === null)) {
    print('No record came, so there is nothing to write. "hvitals doctor" says what is wrong with the connection.');
    return exitCodes.wrong;
  }
  const zip = zipSync(Object.fromEntries([...files].map(([path, text]) => [path, strToU8(text)])));
  try {
    await writeFile(file, zip, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    print(taken ? `${file} is there already and stays as it is` : `${file} cannot be written: ${String(error)}`);
    return exitCodes.wrong;
  }
  print(`${file}: ${files.size} files, ${zip.length} bytes, ${redact ? 'redacted' : 'NOT redacted'}`);
  print('Look through it before you pass it on.');
  return exitCodes.ok;
}
