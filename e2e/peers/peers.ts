/** How a program is had where it is not on PATH: unpacked into the cache, installed on the machine, or by the person who runs the tests. */
export type PeerSource =
  | {
      readonly kind: 'unpack';
      /** Debian packages that hold it and the libraries that a small machine may lack. */
      readonly packages: readonly string[];
      /** The program inside the unpacked packages. */
      readonly file: string;
    }
  | { readonly kind: 'install'; readonly packages: readonly string[] }
  | { readonly kind: 'own'; readonly advice: string };

interface Peer {
  /** What tests use it for. */
  readonly purpose: string;
  /** Names under which it may lie on PATH. */
  readonly commands: readonly string[];
  readonly source: PeerSource;
}

const prometheus = ['prometheus'];
const alertmanager = ['prometheus-alertmanager'];
const chrony = ['chrony', 'libedit2', 'libseccomp2', 'libbsd0', 'libmd0'];

/** Every program that tests start and that is not part of the repository. A test compares this list with what the sources spawn. */
export const peers = {
  sshd: {
    purpose: 'PowerShell remoting over a real SSH server on loopback addresses',
    commands: ['sshd'],
    source: {
      kind: 'unpack',
      packages: ['openssh-server', 'openssh-sftp-server', 'libwrap0', 'libnsl2', 'libtirpc3'],
      file: 'usr/sbin/sshd',
    },
  },
  ssh: {
    purpose: 'the client that PowerShell starts for its SSH transport',
    commands: ['ssh'],
    source: { kind: 'install', packages: ['openssh-client'] },
  },
  'ssh-keygen': {
    purpose: 'host keys and user keys of the SSH lab',
    commands: ['ssh-keygen'],
    source: { kind: 'install', packages: ['openssh-client'] },
  },
  openssl: {
    purpose: 'certificates of the web app, as an admin makes them',
    commands: ['openssl'],
    source: { kind: 'install', packages: ['openssl'] },
  },
  prometheus: {
    purpose: 'scraping the metrics endpoint for real',
    commands: ['prometheus'],
    source: { kind: 'unpack', packages: prometheus, file: 'usr/bin/prometheus' },
  },
  promtool: {
    purpose: 'checking metrics and rules',
    commands: ['promtool'],
    source: { kind: 'unpack', packages: prometheus, file: 'usr/bin/promtool' },
  },
  alertmanager: {
    purpose: 'what becomes of alerts once they are sent',
    commands: ['alertmanager', 'prometheus-alertmanager'],
    source: { kind: 'unpack', packages: alertmanager, file: 'usr/bin/prometheus-alertmanager' },
  },
  amtool: {
    purpose: 'checking configurations of Alertmanager',
    commands: ['amtool'],
    source: { kind: 'unpack', packages: alertmanager, file: 'usr/bin/amtool' },
  },
  'victoria-metrics': {
    purpose: 'history beside which the embedded one is measured',
    commands: ['victoria-metrics'],
    source: { kind: 'unpack', packages: ['victoria-metrics'], file: 'usr/bin/victoria-metrics' },
  },
  vmagent: {
    purpose: 'checking that the scrape configurations are good for it too',
    commands: ['vmagent'],
    source: { kind: 'unpack', packages: ['victoria-metrics'], file: 'usr/bin/vmagent' },
  },
  vmalert: {
    purpose: 'checking that the recording rules are good for it too',
    commands: ['vmalert'],
    source: { kind: 'unpack', packages: ['victoria-metrics'], file: 'usr/bin/vmalert' },
  },
  chromium: {
    purpose: 'the pages in a real browser',
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    source: { kind: 'install', packages: ['chromium'] },
  },
  dash: {
    purpose: 'the beacon in the shell of Debian and Ubuntu',
    commands: ['dash'],
    source: { kind: 'unpack', packages: ['dash'], file: 'bin/dash' },
  },
  bash: {
    purpose: 'the beacon in the shell of RHEL and SUSE',
    commands: ['bash'],
    source: { kind: 'unpack', packages: ['bash', 'libtinfo6'], file: 'bin/bash' },
  },
  busybox: {
    purpose: 'the beacon in the shell and with the tools of small systems',
    commands: ['busybox'],
    source: { kind: 'unpack', packages: ['busybox'], file: 'bin/busybox' },
  },
  'original-awk': {
    purpose: 'the beacon with the awk of FreeBSD',
    commands: ['original-awk'],
    source: { kind: 'unpack', packages: ['original-awk'], file: 'usr/bin/original-awk' },
  },
  shellcheck: {
    purpose: 'checking the beacon script',
    commands: ['shellcheck'],
    source: { kind: 'unpack', packages: ['shellcheck'], file: 'usr/bin/shellcheck' },
  },
  hv_kvp_daemon: {
    purpose: "the beacon through Microsoft's own KVP daemon",
    commands: ['hv_kvp_daemon'],
    source: { kind: 'unpack', packages: ['hyperv-daemons'], file: 'usr/sbin/hv_kvp_daemon' },
  },
  chronyd: {
    purpose: 'an NTP server that is none of ours, and the signs of a real time daemon',
    commands: ['chronyd'],
    source: { kind: 'unpack', packages: chrony, file: 'usr/sbin/chronyd' },
  },
  chronyc: {
    purpose: 'the signs of a real time daemon',
    commands: ['chronyc'],
    source: { kind: 'unpack', packages: chrony, file: 'usr/bin/chronyc' },
  },
  cc: {
    purpose: 'building the fake VMBus device of the KVP daemon',
    commands: ['cc', 'gcc', 'clang'],
    source: { kind: 'unpack', packages: ['tcc', 'libc6-dev', 'linux-libc-dev'], file: 'usr/bin/tcc' },
  },
  dotnet: {
    purpose: 'building the PowerShell test host where pwsh is missing',
    commands: ['dotnet'],
    source: { kind: 'own', advice: 'install the .NET SDK 10 (Debian and Ubuntu: dotnet-sdk-10.0)' },
  },
  pwsh: {
    purpose: 'the PowerShell engine; the test host built with dotnet stands in for it',
    commands: ['pwsh'],
    source: { kind: 'own', advice: 'install PowerShell 7.4 or newer, or use ensurePwsh, which builds a stand-in' },
  },
} as const satisfies Readonly<Record<string, Peer>>;

export type PeerName = keyof typeof peers;

/** The entry of one peer, with its literal types widened. */
export function peerOf(name: PeerName): Peer {
  return peers[name];
}
