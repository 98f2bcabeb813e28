import { expect, test } from 'vitest';
import { type AuditEntry, nobody } from '#lib/model/audit.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { AuditNotes, type Refusal } from './audit-notes.ts';

const start = Date.UTC(2026, 10, 23, 7);
const refusal: Refusal = {
  at: start,
  actor: nobody,
  address: '192.0.2.1',
  action: 'request.write',
  target: '/x',
  reason: 'csrf',
};

function record(fails = false) {
  const [entries, errors]: [AuditEntry[], unknown[]] = [[], []];
  const addAudit = async (entry: AuditEntry) => {
    if (fails) throw new StoreError('full', 'hvitals.db', 'no room');
    entries.push(entry);
  };
  const notes = new AuditNotes({ store: async () => ({ addAudit }), onError: (error) => errors.push(error) });
  return { notes, entries, errors };
}

test('the same refusal is noted once in ten minutes, and the next one says how many were not', async () => {
  const { notes, entries } = record();
  for (let n = 0; n < 100; n++) await notes.refused({ ...refusal, at: start + n });
  expect(entries).toEqual([{ ...refusal, outcome: 'refused', detail: {} }]);
  await notes.refused({ ...refusal, at: start + 600_000 });
  expect(entries.at(-1)?.detail).toEqual({ notNotedBefore: 99 });
});

test('strangers from ever new addresses fill no more than their hour, and leave room for those who are known', async () => {
  const { notes, entries } = record();
  for (let n = 0; n < 5_000; n++) await notes.refused({ ...refusal, address: `10.0.${n >> 8}.${n & 255}` });
  expect(entries).toHaveLength(60);
  const ann = { kind: 'user', id: 'u1', name: 'ann' } as const;
  await notes.refused({ ...refusal, actor: ann });
  expect(entries.at(-1)).toMatchObject({ actor: ann, detail: { notNotedBefore: 4_940 } });
  await notes.refused({ ...refusal, address: '198.51.100.7', at: start + 3_600_000 });
  expect(entries).toHaveLength(62);
});

test('addresses that one customer chooses from are one', async () => {
  const { notes, entries } = record();
  for (let n = 1; n < 50; n++) await notes.refused({ ...refusal, address: `2001:db8:0:1::${n.toString(16)}` });
  expect(entries).toHaveLength(1);
});

test('what was done is always noted', async () => {
  const { notes, entries } = record();
  const { reason: _, ...done } = refusal;
  for (let n = 0; n < 100; n++) await notes.done({ ...done, detail: { n } });
  expect(entries).toHaveLength(100);
});

test('a store that takes no entry is told of, and keeps nobody from an answer', async () => {
  const { notes, errors } = record(true);
  await notes.refused(refusal);
  expect(errors).toHaveLength(1);
});
