import { expect, test } from 'vitest';
import { eventFields } from './event-fields.ts';

test('every value is shown, with its unit, and raw beside it', () => {
  const fields = eventFields(
    {
      detail: {
        eventId: 18_502,
        toBytes: 2_147_483_648,
        blackoutSeconds: 0.42,
        notBefore: 1_000,
        startedAt: 2_000,
        code: 32_784,
        live: true,
        dirty: false,
        codes: ['0x1', '\u202e'],
        reason: '<b>',
        'constructor of another version': 7,
      },
    },
    'en',
  );
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ['eventId', { text: '18502' }],
    ['toBytes', { text: '2 GiB (2147483648 B)' }],
    ['blackoutSeconds', { text: '420ms (0.42 s)' }],
    ['notBefore', { at: 1_000 }],
    ['startedAt', { at: 2_000 }],
    ['code', { text: '32784 (0x8010)' }],
    ['live', { word: 'event.value.true' }],
    ['dirty', { word: 'event.value.false' }],
    ['codes', { foreign: ['0x1', '\u202e'] }],
    ['reason', { foreign: ['<b>'] }],
    ['constructor of another version', { text: '7' }],
  ]);
  expect(fields.at(0)?.label).toBe('event.field.eventId');
  expect(fields.at(-1)?.label).toBeUndefined();
});
