import { isIPv4 } from 'node:net';

/** Words of operating systems and their kernels. A text that has another word in it may name somebody, and is replaced as a whole. */
const words = new Set(
  [
    'microsoft windows server datacenter standard essentials azure edition stack hci core evaluation enterprise pro education home ltsc iot',
    'linux gnu kernel debian bookworm bullseye trixie ubuntu lts red hat rhel centos stream rocky almalinux alma oracle suse sles opensuse',
    'leap fedora alpine arch amazon freebsd release stable current bsd pre version generic cloud amd64 arm64 aarch64 x86 x64 i686 default',
    'unknown service pack r2',
  ].flatMap((line) => line.split(' ')),
);
/** Parts of version numbers: `48`, `el9`, `p3`, `fc40`, `deb12`. */
const versionPart = /^(v?\d{1,6}|(el|fc|p|deb|uek|sp|rc)\d{1,4})$/;
const longest = 100;

/** Whether a text says what an operating system is and nothing else. Four small numbers may be an address, so they are not harmless. */
export function isHarmless(text: string): boolean {
  if (text.length > longest || isIPv4(text.trim())) return false;
  const parts = text
    .toLowerCase()
    .split(/[ ._+~/()-]+/)
    .filter((part) => part !== '');
  return parts.every((part) => words.has(part) || versionPart.test(part)) && /^[\x20-\x7e]*$/.test(text);
}
