import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseVmSid } from './parse-vm-sid.ts';
import { toVmSid } from './to-vm-sid.ts';
import { parseVmId } from './vm-id.ts';

it('reads the VM of a capture: account and payload of events 18500, 18502 and 18504 agree (hyperv-facts.md 5.1)', () => {
  expect(parseVmSid('S-1-5-83-1-1570674725-1260853619-2008740250-1715473044')).toBe('5d9e9825-1973-4b27-9af1-ba77940a4066');
});

it('reads words at both ends of their range', () => {
  expect(parseVmSid('S-1-5-83-1-0-0-0-0')).toBe('00000000-0000-0000-0000-000000000000');
  expect(parseVmSid('S-1-5-83-1-4294967295-1-16777216-305419896')).toBe('ffffffff-0001-0000-0000-000178563412');
});

it.each(['S-1-5-18', 'S-1-5-83-0', 'S-1-5-83-1-4294967296-0-0-0', 'S-1-5-83-1-1-2-3', 'S-1-5-83-1-1-2-3-4-5', ''])(
  'gives none for %j',
  (sid) => {
    expect(parseVmSid(sid)).toBeUndefined();
  },
);

it('is the way back from the account of every VM', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const vmId = parseVmId(uuid);
      expect(vmId && parseVmSid(toVmSid(vmId))).toBe(vmId);
    }),
  );
});
