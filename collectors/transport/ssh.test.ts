import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { classifySshComplaint, sshConnection, sshOptions } from './ssh.ts';
import { TransportError } from './transport.ts';

const target = {
  name: 'hv1',
  transport: 'ssh',
  address: 'hv1.example.com',
  port: 2222,
  user: 'CORP\\hvitals',
  keyFile: '/etc/hvitals/key with space',
  knownHostsFile: '/etc/hvitals/known_hosts',
  subsystem: 'powershell',
  restricted: true,
} as const;

describe('sshConnection', () => {
  it('says what dispatch.ps1 opens', () => {
    expect(sshConnection(target)).toMatchObject({
      watchdog: true,
      open: {
        kind: 'ssh',
        address: 'hv1.example.com',
        port: 2222,
        user: 'CORP\\hvitals',
        subsystem: 'powershell',
        restricted: true,
      },
    });
  });

  it('signs on with the key file only, asks nobody, forwards nothing and believes known hosts only', () => {
    expect(sshOptions('/k')).toMatchObject({
      BatchMode: 'yes',
      StrictHostKeyChecking: 'yes',
      UserKnownHostsFile: '/k',
      IdentitiesOnly: 'yes',
      IdentityAgent: 'none',
      PreferredAuthentications: 'publickey',
      ForwardAgent: 'no',
      ForwardX11: 'no',
      ClearAllForwardings: 'yes',
      ConnectTimeout: '5',
      ServerAliveInterval: '10',
      ServerAliveCountMax: '3',
    });
    expect(sshOptions(undefined)).not.toHaveProperty('UserKnownHostsFile');
  });

  it.each([
    ['address', '-oProxyCommand=touch /tmp/x'],
    ['address', 'host; rm'],
    ['user', '-l'],
    ['user', 'a b'],
    ['user', 'a"b'],
    ['subsystem', 'power shell'],
    ['subsystem', '-x'],
    ['keyFile', '/a"b'],
    ['knownHostsFile', '/a b'],
  ])('refuses a target whose %s is %s, because ssh would read more out of it', (field, value) => {
    expect(() => sshConnection({ ...target, [field]: value })).toThrow(TransportError);
    expect(() => sshConnection({ ...target, [field]: value })).toThrow(field);
  });

  it.each(['10.0.0.1', 'fe80::1%eth0', '[2001:db8::1]', 'hv_1'])('takes the address %s', (address) => {
    expect(sshConnection({ ...target, address }).open.address).toBe(address);
  });
});

describe('classifySshComplaint', () => {
  it.each([
    ['CORP\\hvitals@hv1: Permission denied (publickey).', 'access-denied'],
    ['Warning: something\nHost key verification failed.\n', 'access-denied'],
    ['ssh: connect to host hv1 port 2222: Connection refused', 'unreachable'],
    ['ssh: Could not resolve hostname hv1: Name or service not known', 'unreachable'],
    ['subsystem request failed on channel 0', 'error'],
  ])('%j is %s, in one sentence with the words of ssh', (complaint, outcome) => {
    const error = classifySshComplaint(complaint, target);
    expect(error?.outcome).toBe(outcome);
    expect(error?.message).toContain(complaint.trim().split('\n').at(-1));
    expect(error?.message).not.toContain('\n');
  });

  it('cuts what is long, and drops controls', () => {
    const message = classifySshComplaint(`\u001b[31m${'x'.repeat(5_000)}`, target)?.message ?? '';
    expect(message.length).toBeLessThan(500);
    expect(message).not.toContain('\u001b');
  });

  it('knows nothing where ssh said nothing', () => {
    expect(classifySshComplaint('\n', target)).toBeUndefined();
  });
});

describe('a session that could not be opened', () => {
  const ending = { stage: 'connect', code: undefined, errorId: '', message: 'The SSH client session has ended.' } as const;
  const late = 9_000;
  const explain = (port: number) => {
    const here = {
      ...target,
      address: '127.0.0.1',
      port,
      user: 'nobody',
      keyFile: import.meta.filename,
      knownHostsFile: '/dev/null',
    };
    return sshConnection(here).explainConnect(ending, late, AbortSignal.timeout(20_000));
  };

  it('is refused, not silent, where the refusal came late because this machine is busy', async () => {
    expect(await explain(1)).toMatchObject({ outcome: 'unreachable', message: expect.stringContaining('Connection refused') });
  });

  it('is silent where a second try gets no answer either', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    const error = await explain(typeof bound === 'object' && bound !== null ? bound.port : 0);
    server.close();
    expect(error).toMatchObject({ outcome: 'unreachable', message: expect.stringContaining('did not answer within 5 s') });
  });
});
