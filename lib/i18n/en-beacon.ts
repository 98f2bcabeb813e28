/** Words of the page that gives a guest its beacon. */
export const enBeacon = {
  'nav.beacon': 'Beacon for guests',
  'beaconPage.title': 'Beacon for guests',
  'beaconPage.intro':
    'A small script in the guest that tells the host, through key-value data exchange, what only the guest knows: its clock, its disks and filesystems, its integration daemons. Guest and host need no network between them.',
  'beaconPage.shell': 'Linux and FreeBSD',
  'beaconPage.powershell': 'Windows',
  'beaconPage.download': 'Download {file}',
  'beaconPage.version': 'Version',
  'beaconPage.size': 'Size',
  'beaconPage.bytes': { one: '{count} byte', other: '{count} bytes' },
  'beaconPage.sha256': 'SHA-256',
  'beaconPage.system': 'Commands for',
  'beaconPage.system.linux': 'Linux',
  'beaconPage.system.freebsd': 'FreeBSD',
  'beaconPage.system.windows': 'Windows',
  'beaconPage.inGuest': 'in the guest',
  'beaconPage.onHost': 'on the Hyper-V host, in PowerShell',
  'beaconPage.get': 'Bring it into the guest',
  'beaconPage.network': 'Where the guest reaches this app: download it, and compare its hash.',
  'beaconPage.copy':
    'Without network: download it on the host and copy it into the guest. The guest service interface must be on, and in a Linux guest its file copy daemon must run.',
  'beaconPage.disc': 'Without network, another way: put it on a CD image, and attach the image to the VM.',
  'beaconPage.paste':
    'Or paste it into the console of the guest as a file. It is plain ASCII; the hash above shows whether all of it arrived.',
  'beaconPage.install': 'Install it',
  'beaconPage.daemon': 'Data exchange must work in the guest: its daemon or service runs.',
  'beaconPage.print': 'See first what it would tell the host. This writes nothing.',
  'beaconPage.start': 'Install: it writes every 30 seconds from now on, and after each start.',
  'beaconPage.remove': 'Uninstall: removes the script, its timer and what it wrote.',
  'beaconPage.unproved':
    'The parts for FreeBSD and Windows have never run on such a guest: they are tested against written-down output and, for Windows, on the PowerShell engine.',
} as const;
