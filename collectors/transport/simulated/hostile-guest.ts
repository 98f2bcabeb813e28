import type { VmId } from '#lib/model/vm-id.ts';
import { renderKvpItem } from './kvp-item.ts';
import type { SimulatedVm } from './scenario.ts';

/** Text that wants to be more than text somewhere: markup, script, shell, terminal, spreadsheet, label, log line, property of an object. */
export const hostileTexts = [
  '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1"><b id=planted>',
  'javascript:window.hacked=1',
  '\u001b[2J\u001b]0;hacked\u0007',
  '\u202egnp.exe\u2066\u200f',
  'before\u0000after\u0085\u2028\u007f',
  'half \ud83d pair \ude00',
  '$(reboot) `reboot` $reboot %COMSPEC% ;reboot|reboot',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-1+1',
  '@SUM(1+1)',
  '\t=1+1',
  '\uff1d1+1',
  '"} 1\nhvitals_vm_state{vm_id="forged\\',
  '{"level":"error"}\n{"level":"fatal","msg":"forged"}\r\n',
  "'; DROP TABLE reading; --",
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'NaN',
  '1e999',
  '-0',
  '1601-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
] as const;

const floodKeys = 10_000;
const megabyte = 1_048_576;

/**
 * The VM with the worst guest that there can be: its root writes whatever it likes into all items that it has a hand in. `victim` is
 * another VM, for which it makes up records. `now`: UTC milliseconds. Pure.
 */
export function toHostileGuest(vm: SimulatedVm, victim: { readonly id: VmId; readonly name: string }, now: number): SimulatedVm {
  const at = (now / 1_000).toFixed(0);
  const forged: readonly (readonly [string, string])[] = [
    ['hvitals.beacon', `v=1;seq=1;at=${at};interval=30;up=5;vm=${victim.id};script=${encodeURIComponent('<script>')};os=linux;`],
    ['hvitals.beacon', `v=1;seq=0;at=${at};interval=30;up=6;vm_id=${victim.id};`],
    ['hvitals.clock', 'daemon=chrony;offset=NaN;rootdisp=1e999;stratum=-0;freq=1e308;ref=%1b%5b2J;sync=1;'],
    ['hvitals.disk.0', `dev=/dev/sda;bytes=1e999;ctl=${victim.id};lun=0;`],
    ['hvitals.disk.1', 'dev=%3Cscript%3E;bytes=99999999999999999999;lun=-1;'],
    ['hvitals.disk.99999999', 'dev=a;bytes=1;'],
    ['hvitals.fs.0', 'mount=%00%ff%1b;dev=a;bytes=5;used=9007199254740993;'],
    ['hvitals.host', 'name=%E2%80%AEgnp;'],
    [`hvitals.${victim.id}.clock`, 'offset=3600;'],
    ['hvitals.__proto__', 'polluted=1;'],
    ['hvitals.clock ', `x=${'y'.repeat(2_000)};`],
  ];
  const pairs = hostileTexts.map((text) => [text, text] as const);
  return {
    ...vm,
    guestOperatingSystem: hostileTexts[0],
    kvp: {
      intrinsic: [
        ['FullyQualifiedDomainName', victim.name],
        ['OSName', hostileTexts[0]],
        ['OSVersion', hostileTexts[2]],
        ['OSBuildNumber', hostileTexts[13]],
        ['IntegrationServicesVersion', '1601-01-01T00:00:00Z'],
        ['NetworkAddressIPv4', hostileTexts[1]],
        ['NetworkAddressIPv6', "=cmd|' /C calc'!A0"],
        ['ProcessorArchitecture', '1e999'],
        ['OSEditionId', 'x'.repeat(megabyte)],
      ],
      guest: [
        ...forged,
        ...pairs,
        ...pairs,
        [hostileTexts[0].repeat(10), 'a key that is too long'],
        ...Array.from({ length: floodKeys }, (_, n) => [`flood-${n}`, `=${n}`] as const),
        ['megabyte', 'x'.repeat(megabyte)],
      ],
      host: vm.kvp.host,
      rawGuestItems: [
        '<INSTANCE',
        ']]>',
        '<!DOCTYPE a [<!ENTITY b "c">]><INSTANCE>&b;</INSTANCE>',
        renderKvpItem('guest', 'hvitals.beacon', 'no pairs').replace('</INSTANCE>', '<a>'.repeat(50)),
      ],
    },
    beacon: undefined,
  };
}
