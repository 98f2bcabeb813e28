import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseVmRows, toPartialReason } from './vm-rows.ts';

const id = '0b1f7a2e-5c11-4e60-9a01-000000000001';
const other = '0b1f7a2e-5c11-4e60-9a01-000000000002';
const row = z.object({ state: z.number() });

describe('parseVmRows', () => {
  it('reads rows in their order, with ids in any letter case and with braces', () => {
    const parsed = parseVmRows(
      {
        vms: [
          { id: `{${other.toUpperCase()}}`, state: 2 },
          { id, state: 3 },
        ],
      },
      row,
    );
    expect(parsed).toEqual({
      ok: true,
      rows: [
        [other, { state: 2 }],
        [id, { state: 3 }],
      ],
      leftOut: [],
    });
  });

  it('leaves out only the rows that cannot be read, and says which and why without their values', () => {
    const parsed = parseVmRows({ vms: [{ id: 'HV01', state: 2 }, 7, { id: other, state: '<b>' }, { id, state: 3 }] }, row);
    expect(parsed.ok && parsed.rows).toEqual([[id, { state: 3 }]]);
    const said = parsed.ok ? parsed.leftOut.join('\n') : '';
    expect(said).toMatch(/^row 1 has no VM id\nrow 2 has no VM id\nVM .*0002: state: /);
    expect(said).not.toContain('<b>');
  });

  it('keeps the first of two rows with one id', () => {
    const parsed = parseVmRows(
      {
        vms: [
          { id, state: 2 },
          { id: id.toUpperCase(), state: 3 },
        ],
      },
      row,
    );
    expect(parsed).toEqual({ ok: true, rows: [[id, { state: 2 }]], leftOut: [`row 2 repeats VM ${id}`] });
  });

  it.each([undefined, null, [], 'text', {}, { vms: {} }, { vms: null }])('refuses data without a list of VMs: %j', (data) => {
    const parsed = parseVmRows(data, row);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.reason).toMatch(/^The record has no list of VMs: /);
  });
});

describe('toPartialReason', () => {
  it('is silent where nothing was left out', () => {
    expect(toPartialReason([])).toBeUndefined();
  });

  it('names three and counts the rest', () => {
    expect(toPartialReason(['a', 'b', 'c'])).toBe('Left out: a; b; c.');
    expect(toPartialReason(['a', 'b', 'c', 'd', 'e'])).toBe('Left out: a; b; c; and 2 more.');
  });
});
