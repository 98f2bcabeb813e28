import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import { readSimulatedCalls, type SimulatedCall } from '../hyperv-sim/simulated-call.ts';
import { writeSimulatedState } from '../hyperv-sim/write-state.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { findOnPath } from '../peers/find-on-path.ts';
import { runProgram } from '../peers/run-program.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { endAll, findByEnvironment } from './lab-processes.ts';
import { offerSessions, writeAuthorizedKeys } from './offer-sessions.ts';
import { renderSshdConfig } from './sshd-config.ts';

export interface SshHostOptions {
  /** A loopback address of its own, such as 127.0.0.2. */
  readonly address: string;
  readonly host: SimulatedHost;
  /**
   * Text of the host module: installs it with the shipped restricted endpoint, the subsystem `hvitals`, and binds a second key to that
   * endpoint. Plain sessions of this host find the module too, as on a real one.
   */
  readonly installModule?: string;
  /** Gives every key the restricted endpoint, by ForceCommand. */
  readonly forceRestricted?: boolean;
}

/** A simulated Hyper-V host behind a real SSH server. */
export interface SshHost {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Private key that may log in. */
  readonly keyFile: string;
  /** Private key that opens the restricted endpoint whatever is asked for, where there is one; else it may not log in. */
  readonly boundKeyFile: string;
  /** Holds the server's key, for strict checking. */
  readonly knownHostsFile: string;
  /** Changes what the host answers, from the next call on. */
  update(host: SimulatedHost): Promise<void>;
  /** CIM calls made on this host so far. */
  calls(): Promise<SimulatedCall[]>;
  /** Log-ins that sshd has accepted so far, by its own log. */
  acceptedLogins(): Promise<number>;
  /** Process ids of sessions' processes that run on this host now. */
  remoteProcesses(): Promise<readonly number[]>;
  /** All that clients have sent to the subsystem `hvitals` so far. */
  received(): Promise<string>;
  /** sshd's log so far. */
  log(): Promise<string>;
  /** Ends sshd, every session and what they started, and removes all files. */
  stop(): Promise<void>;
}

const stateVariable = 'HVITALS_SIM_STATE';
const simulatedModules = path.join(import.meta.dirname, '../hyperv-sim/modules');
const startTimeoutMs = 10_000;
const portTries = 5;

/** Starts an SSH server whose PowerShell sessions see the simulated host. Keys, state and logs are its own, in a temporary folder. */
export async function startSshHost(options: SshHostOptions): Promise<SshHost> {
  const [sshd, engine] = await Promise.all([ensurePeer('sshd'), ensurePwsh()]);
  await preparePrivilegeSeparation();
  const folder = await mkdtemp(path.join(tmpdir(), 'hvitals-lab-'));
  const state = path.join(folder, 'state.json');
  const calls = path.join(folder, 'calls.log');
  try {
    await writeSimulatedState(options.host, state, Date.now());
    const [hostKey, keyFile, boundKeyFile] = await Promise.all([
      makeKey(folder, 'host'),
      makeKey(folder, 'user'),
      makeKey(folder, 'bound'),
    ]);
    const offered = await offerSessions(engine.executable, folder, [simulatedModules], options.installModule);
    const authorizedKeysFile = await writeAuthorizedKeys(folder, keyFile, boundKeyFile, offered.boundCommand);
    const environment = {
      ...sessionEnvironment(),
      PSModulePath: offered.modulePath.join(path.delimiter),
      [stateVariable]: state,
      HVITALS_SIM_LOG: calls,
    };
    const render = (port: number) =>
      renderSshdConfig({
        address: options.address,
        port,
        hostKeyFile: hostKey,
        authorizedKeysFile,
        sessionProgram: sessionProgramOf(sshd),
        subsystems: offered.subsystems,
        forcedCommand: options.forceRestricted === true ? offered.boundCommand : undefined,
        environment,
      });
    const running = await startOnFreePort(sshd, folder, options.address, render);
    const knownHostsFile = path.join(folder, 'known_hosts');
    const [kind, key] = (await readFile(`${hostKey}.pub`, 'utf8')).split(' ');
    await writeFile(knownHostsFile, `[${options.address}]:${running.port} ${kind} ${key}\n`);
    return {
      address: options.address,
      port: running.port,
      user: userInfo().username,
      keyFile,
      boundKeyFile,
      knownHostsFile,
      update: (host) => writeSimulatedState(host, state, Date.now()),
      calls: () => readSimulatedCalls(calls),
      received: () => readFile(offered.received, 'utf8').catch(() => ''),
      log: () => readFile(running.log, 'utf8'),
      acceptedLogins: async () =>
        (await readFile(running.log, 'utf8')).split('\n').filter((line) => line.startsWith('Accepted ')).length,
      remoteProcesses: () => findByEnvironment(stateVariable, state),
      stop: async () => {
        await endAll(running.child, { name: stateVariable, value: state });
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * What sshd wants of the machine when it is started by root: an empty folder and a system account of its own name, both of which
 * installing its package would have made. Nothing is needed for other users.
 */
async function preparePrivilegeSeparation(): Promise<void> {
  if (process.getuid?.() !== 0) return;
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  if (/^sshd:/m.test(await readFile('/etc/passwd', 'utf8'))) return;
  const made = await runProgram(
    'useradd',
    ['--system', '--no-create-home', '--home-dir', '/run/sshd', '--shell', '/usr/sbin/nologin', 'sshd'],
    { timeoutMs: 30_000 },
  );
  // Another lab that started at the same moment may have made it (9 = the name exists, 1 = the file was locked).
  for (let tries = 0; !/^sshd:/m.test(await readFile('/etc/passwd', 'utf8')); tries += 1) {
    if (tries > 50) throw new Error(`sshd needs a system account named sshd, which could not be made: ${made.stderr}`);
    await delay(100);
  }
}

async function makeKey(folder: string, name: string): Promise<string> {
  const file = path.join(folder, `${name}-key`);
  const generator = await ensurePeer('ssh-keygen');
  const result = await runProgram(generator, ['-q', '-t', 'ed25519', '-N', '', '-C', `hvitals-lab-${name}`, '-f', file], {
    timeoutMs: 30_000,
  });
  if (result.code !== 0) throw new Error(`ssh-keygen failed: ${result.stderr}`);
  return file;
}

/** sshd starts sessions with an empty environment; the engine finds its modules, and .NET where that lies in no standard place. */
function sessionEnvironment(): Readonly<Record<string, string>> {
  const dotnet = findOnPath('dotnet');
  return {
    // bash then takes itself for an inner shell and reads no ~/.bashrc, whose locks and delays would be part of every test.
    SHLVL: '1',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    ...(dotnet === undefined ? {} : { DOTNET_ROOT: path.dirname(realpathSync(dotnet)) }),
  };
}

/** From OpenSSH 9.8 on, sshd runs sessions in a second program; an unpacked one has to be pointed at. */
function sessionProgramOf(sshd: string): string | undefined {
  return ['../lib/openssh/sshd-session', '../usr/lib/openssh/sshd-session']
    .map((relative) => path.resolve(path.dirname(sshd), relative))
    .find((file) => file !== '/usr/lib/openssh/sshd-session' && existsSync(file));
}

interface RunningSshd {
  readonly port: number;
  readonly child: ChildProcess;
  readonly log: string;
}

/** Another process may take the port between the look and the start; then the next one is tried. */
async function startOnFreePort(
  sshd: string,
  folder: string,
  address: string,
  render: (port: number) => string,
): Promise<RunningSshd> {
  let complaint = '';
  for (let tries = 0; tries < portTries; tries += 1) {
    const port = await freePort(address);
    const config = path.join(folder, 'sshd_config');
    const log = path.join(folder, `sshd-${port}.log`);
    await writeFile(config, render(port));
    await writeFile(log, '');
    const child = spawn(sshd, ['-D', '-f', config, '-E', log], { stdio: 'ignore' });
    if (await isListening(child, log)) return { port, child, log };
    complaint = await readFile(log, 'utf8');
    if (!complaint.includes('Address already in use')) break;
  }
  throw new Error(`sshd did not start on ${address}: ${complaint}`);
}

/** True as soon as sshd says that it listens, false when it ended before. */
async function isListening(child: ChildProcess, log: string): Promise<boolean> {
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  const startedAt = performance.now();
  while (performance.now() - startedAt < startTimeoutMs) {
    if ((await readFile(log, 'utf8')).includes('Server listening on')) return true;
    if (child.exitCode !== null || child.signalCode !== null) return false;
    await Promise.race([delay(20), failed]);
  }
  child.kill('SIGKILL');
  return false;
}

function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const bound = server.address();
      server.close(() => (typeof bound === 'object' && bound !== null ? resolve(bound.port) : reject(new Error('No port.'))));
    });
  });
}
