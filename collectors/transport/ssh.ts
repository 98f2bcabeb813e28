import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import type { Connection } from './connection.ts';
import type { Ending } from './dispatch-protocol.ts';
import { plain } from './explain-ending.ts';
import { TransportError, type TransportTarget } from './transport.ts';

type SshTarget = Extract<TransportTarget, { readonly transport: 'ssh' }>;

const connectTimeoutSeconds = 5;
/** The second try, after one that may have timed out. A refusal comes at once. */
const retryTimeoutSeconds = 2;
/** PowerShell joins ssh's arguments with spaces and splits them again, so these cannot be carried. */
const unsafePath = /["'\s]/;

/**
 * Options of ssh: the key file and nothing else signs on, nobody is asked, the host's key must be known, nothing is forwarded, and a
 * dead line is noticed within half a minute.
 */
export function sshOptions(knownHostsFile: string | undefined): Readonly<Record<string, string>> {
  return {
    BatchMode: 'yes',
    StrictHostKeyChecking: 'yes',
    ...(knownHostsFile === undefined ? {} : { UserKnownHostsFile: knownHostsFile, GlobalKnownHostsFile: 'none' }),
    PreferredAuthentications: 'publickey',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    ClearAllForwardings: 'yes',
    PermitLocalCommand: 'no',
    ControlMaster: 'no',
    ControlPath: 'none',
    ConnectTimeout: String(connectTimeoutSeconds),
    ServerAliveInterval: '10',
    ServerAliveCountMax: '3',
    LogLevel: 'ERROR',
  };
}

/** The connection to a target by SSH. Throws a TransportError where the target holds what cannot be passed to ssh. */
export function sshConnection(target: SshTarget): Connection {
  const { name, address, port, user, keyFile, knownHostsFile, subsystem, restricted } = target;
  if (address.startsWith('-') || !/^[A-Za-z0-9._:%[\]-]+$/.test(address)) throw refuse('address', address);
  if (user.startsWith('-') || !/^[^\s"'`$;&|<>]+$/.test(user)) throw refuse('user', user);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(subsystem)) throw refuse('subsystem', subsystem);
  if (keyFile.includes('"')) throw refuse('keyFile', keyFile);
  if (knownHostsFile !== undefined && unsafePath.test(knownHostsFile)) throw refuse('knownHostsFile', knownHostsFile);
  const options = sshOptions(knownHostsFile);
  return {
    key: `ssh ${name}`,
    open: { kind: 'ssh', address, port, user, keyFile, subsystem, restricted, options },
    ownsProcess: false,
    watchdog: true,
    explainConnect: (ending, elapsedMs, signal) => explainSshFailure(target, ending, elapsedMs, signal),
  };
}

function refuse(field: string, value: string): TransportError {
  return new TransportError(
    'error',
    `The target's ${field} has characters that cannot be passed to ssh: ${JSON.stringify(plain(value, 100))}.`,
  );
}

/**
 * PowerShell prints ssh's complaint without saying whose it is, so the same connection is tried once more by ssh alone, and its own
 * words are read. Time alone does not say that nobody answered: on a busy machine a refusal comes late too.
 */
async function explainSshFailure(
  target: SshTarget,
  ending: Ending,
  elapsedMs: number,
  signal: AbortSignal,
): Promise<TransportError> {
  const where = `${target.address} port ${target.port}`;
  const isReadable = await access(target.keyFile, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!isReadable) return new TransportError('error', `The key file ${JSON.stringify(target.keyFile)} cannot be read.`);
  if (!/ssh/i.test(ending.message)) return new TransportError('error', `No session could be opened: ${plain(ending.message)}`);
  const mayBeSilent = elapsedMs >= connectTimeoutSeconds * 1_000;
  const complaint = await readSshComplaint(target, mayBeSilent ? retryTimeoutSeconds : connectTimeoutSeconds, signal);
  if (mayBeSilent && (complaint === '' || /timed out/i.test(complaint))) {
    return new TransportError('unreachable', `${where} did not answer within ${connectTimeoutSeconds} s.`);
  }
  return (
    classifySshComplaint(complaint, target) ??
    new TransportError('unreachable', `No session could be opened: ${plain(ending.message)}`)
  );
}

/** What ssh's last line on stderr means; undefined where it said nothing. Pure. */
export function classifySshComplaint(complaint: string, target: SshTarget): TransportError | undefined {
  const line = plain(complaint.trim().split('\n').at(-1) ?? '');
  if (line === '') return undefined;
  const { address, port, user, subsystem } = target;
  if (/permission denied|too many authentication failures/i.test(line)) {
    return new TransportError('access-denied', `${address} refused the key of user ${user}: ${line}`);
  }
  if (/host key verification failed/i.test(line)) {
    return new TransportError('access-denied', `The host key of ${address} is not the one in known_hosts: ${line}`);
  }
  if (/subsystem request failed/i.test(line)) {
    return new TransportError('error', `${address} has no ssh subsystem ${subsystem}: ${line}`);
  }
  return new TransportError('unreachable', `${address} port ${port} could not be reached: ${line}`);
}

function readSshComplaint(target: SshTarget, timeoutSeconds: number, signal: AbortSignal): Promise<string> {
  const options = Object.entries({ ...sshOptions(target.knownHostsFile), ConnectTimeout: String(timeoutSeconds) }).flatMap(
    ([key, value]) => ['-o', `${key}=${value}`],
  );
  const address = target.address.replace(/^\[|\]$/g, '');
  // As PowerShell does it: DOMAIN\user signs on as user@DOMAIN.
  const user = target.user.replace(/^([^\\]+)\\([^\\]+)$/, '$2@$1');
  const args = ['-i', target.keyFile, '-l', user, '-p', String(target.port), ...options, '-s', address, target.subsystem];
  return new Promise((resolve) => {
    const limits = { timeout: (timeoutSeconds + 1) * 1_000, maxBuffer: 65_536, signal, windowsHide: true };
    const child = execFile('ssh', args, limits, (error, _stdout, stderr) => {
      // Where ssh connects now, it says nothing, and the subsystem ends with its input.
      resolve(stderr !== '' || error === null || error.code !== 'ENOENT' ? stderr : 'ssh was not found on this machine');
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end();
  });
}
