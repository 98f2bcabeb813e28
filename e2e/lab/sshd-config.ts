/** What one sshd of the lab needs to know. All paths are absolute. */
export interface SshdSettings {
  readonly address: string;
  readonly port: number;
  readonly hostKeyFile: string;
  readonly authorizedKeysFile: string;
  /** Folder with sshd's own second program, where OpenSSH has one and it is not installed. */
  readonly sessionProgram: string | undefined;
  /** Command lines by subsystem name. */
  readonly subsystems: Readonly<Record<string, readonly string[]>>;
  /** Runs in the place of whatever is asked for. */
  readonly forcedCommand: string | undefined;
  /** Environment of every session. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The text of sshd_config: keys only, nothing of the machine's own configuration, no PAM. */
export function renderSshdConfig(settings: SshdSettings): string {
  const environment = Object.entries(settings.environment).map(([name, value]) => quote(`${name}=${value}`));
  const lines = [
    `ListenAddress ${settings.address}:${settings.port}`,
    `HostKey ${quote(settings.hostKeyFile)}`,
    `AuthorizedKeysFile ${quote(settings.authorizedKeysFile)}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'UseDNS no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 200',
    'MaxSessions 200',
    'LogLevel INFO',
    ...(settings.sessionProgram === undefined ? [] : [`SshdSessionPath ${quote(settings.sessionProgram)}`]),
    // sshd takes the first SetEnv line only, so all variables stand in one.
    `SetEnv ${environment.join(' ')}`,
    ...Object.entries(settings.subsystems).map(([name, command]) => `Subsystem ${name} ${command.join(' ')}`),
    // As docs/least-privilege.md says it for one user.
    ...(settings.forcedCommand === undefined ? [] : ['Match all', 'PermitTTY no', `ForceCommand ${settings.forcedCommand}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** sshd has quotes but no escapes; a path that would need one is refused. */
function quote(text: string): string {
  if (/["\\\n]/.test(text)) throw new Error(`sshd cannot take this text: ${text}`);
  return `"${text}"`;
}
