import { decodeEscapes } from '#collectors/beacon/beacon-pairs.ts';
import { clockDaemons, clockSources } from '#lib/model/clock.ts';
import { parseKvpItem } from '#lib/model/kvp-item.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { isHarmless } from './harmless-text.ts';
import { control, keepOddness, writeItem } from './redact-kvp-item.ts';
import type { Tokens } from './tokens.ts';

/** Keys that the beacon writes (docs/beacon.md). Another key is somebody's own words. */
const knownKey = /^hvitals\.(?:(?:beacon|clock|daemons|host)|(?:disk|fs)\.\d{1,9})$/;
const knownNames = new Set(
  [
    'v script os interval seq at up daemon daemons source ref sync stratum leap offset rootdelay rootdisp freq samples clocksource dev',
    'bytes ctl lun mount type used disk kvp vss fcopy modules kernel name',
  ].flatMap((line) => line.split(' ')),
);
/** Values that name nobody, whatever pair they stand in. */
const knownWords = new Set([
  ...clockDaemons,
  ...clockSources,
  ...'none linux freebsd windows never large every ext2 ext3 ext4 xfs btrfs zfs ufs ntfs NTFS refs ReFS vfat FAT32 / /boot /boot/efi /home'.split(
    ' ',
  ),
  ...'/var /tmp /usr /opt /srv hyperv_clocksource_tsc_page hyperv_clocksource_msr tsc acpi_pm Hyper-V-TSC Hyper-V QPC PHC0 PHV'.split(
    ' ',
  ),
]);
/** Names that kernels give to disks and parts of them, a Windows drive, a Hyper-V module. */
const knownShape =
  /^(?:(?:\/dev\/)?(?:sd[a-z]{1,2}|[hv]d[a-z]|n?da\d{1,3}|sr\d)(?:p?\d{1,3})?|PhysicalDrive\d{1,3}|[A-Z]:\\?|hv_[a-z]{2,20})$/;
const plainNumber = /^-?\d{1,40}(?:\.\d{1,40})?$/;

/**
 * One item of a beacon with everything replaced that names or locates something: addresses, controllers, mounts, devices, hosts. It is
 * written anew, so nothing can hide in its markup. Numbers and the format's own words stay, and so does what makes an item odd.
 */
export function redactBeaconItem(item: unknown, tokens: Tokens): unknown {
  if (typeof item !== 'string') return null;
  const parsed = parseKvpItem(item);
  if (parsed === undefined) return '<INSTANCE '.padEnd(item.length, 'x');
  const name = parsed.key.trim();
  const isKnown = knownKey.test(name);
  const key = isKnown ? name : keepOddness(parsed.key, `hvitals.${tokens.text('key', parsed.key)}`, control);
  const pairs = parsed.value
    .split(';')
    .map((pair) => redactPair(pair, tokens))
    .join(';');
  // Beyond the limits a value counts by its length alone.
  return writeItem(item, key, parsed.value.length > longestValue ? pairs.padEnd(parsed.value.length, 'x') : pairs);
}

/** As much passes through the kernel (hyperv-facts.md 1.6). */
const longestValue = 1_022;

function redactPair(pair: string, tokens: Tokens): string {
  const parts = pair.split('=');
  const [name = '', value = ''] = parts;
  if (pair.trim() === '') return pair;
  // What is no pair stays none.
  if (parts.length !== 2) return `${tokens.text('text', pair)}${'='.repeat(parts.length - 1)}`;
  const named = knownNames.has(name.trim()) ? name : tokens.text('key', name);
  return `${name === '' ? '' : named}=${redactValue(name.trim(), value, tokens)}`;
}

function redactValue(name: string, value: string, tokens: Tokens): string {
  if (name === 'modules' || name === 'daemons')
    return value
      .split(',')
      .map((part) => redactText(name, part, tokens))
      .join(',');
  return redactText(name, value, tokens);
}

function redactText(name: string, value: string, tokens: Tokens): string {
  if (value === '' || plainNumber.test(value) || /^nan$/i.test(value) || knownWords.has(value) || knownShape.test(value))
    return value;
  if ((name === 'kernel' || name === 'script') && isHarmless(value)) return value;
  const decoded = decodeEscapes(value);
  const text = decoded ?? value;
  const token = toToken(name, text, tokens);
  const odd = keepOddness(text, `${token.replace(/[%;=]/g, '.')}${text.includes('\ufffd') ? '\ufffd' : ''}`, control);
  return decoded === undefined ? `${odd}%` : escapeOddness(odd);
}

function toToken(name: string, text: string, tokens: Tokens): string {
  if (name === 'name') return tokens.host(text);
  const controller = name === 'ctl' ? parseVmId(text) : undefined;
  return controller === undefined ? tokens.byShape(text, 'value') : tokens.guid(controller);
}

function escapeOddness(text: string): string {
  return text.replace(/[^ -~]/g, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
