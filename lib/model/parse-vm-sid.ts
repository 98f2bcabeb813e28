import { parseVmId, type VmId } from './vm-id.ts';

const workerSid = /^S-1-5-83-1-(\d{1,10})-(\d{1,10})-(\d{1,10})-(\d{1,10})$/;

/**
 * The VM behind the account of a worker process: `S-1-5-83-1-a-b-c-d` is its GUID as four little-endian words of 32 bits (hyperv-facts.md
 * 5.1, checked on captures). Undefined for every other account, `S-1-5-83-0` (all VMs) among them.
 */
export function parseVmSid(sid: string): VmId | undefined {
  const words = workerSid.exec(sid)?.slice(1).map(Number);
  if (words === undefined || words.some((word) => word > 0xffff_ffff)) return undefined;
  const bytes = new DataView(new ArrayBuffer(16));
  for (const [index, word] of words.entries()) bytes.setUint32(index * 4, word, true);
  const hex = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) =>
      bytes
        .getUint8(from + at)
        .toString(16)
        .padStart(2, '0'),
    ).join('');
  // A GUID is a word, two half words and eight bytes: the first three are read little-endian, too.
  const half = (at: number) => bytes.getUint16(at, true).toString(16).padStart(4, '0');
  const first = bytes.getUint32(0, true).toString(16).padStart(8, '0');
  return parseVmId(`${first}-${half(4)}-${half(6)}-${hex(8, 2)}-${hex(10, 6)}`);
}
