import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, layoutCells, layoutNamed, layoutTiles } from './map-layout.ts';

const room = fc.record({ width: fc.integer({ min: 400, max: 3_840 }), height: fc.integer({ min: 200, max: 2_160 }) });
const unit = fc.integer({ min: 10, max: 48 });

function expectInside(boxes: readonly Box[], { width, height }: { width: number; height: number }): void {
  for (const box of boxes) {
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  }
}

test('every host has a block inside the room, with a place for each of its VMs', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 120 }), room, unit, (counts, size, line) => {
      const layout = layoutCells(counts, size, line);
      if (layout === undefined) return;
      expect(layout.blocks).toHaveLength(counts.length);
      expectInside(layout.blocks, size);
      for (const [index, { columns, width, height }] of layout.blocks.entries()) {
        expect(columns * layout.pitch).toBeLessThanOrEqual(width);
        const lines = Math.ceil((counts[index] ?? 0) / columns);
        expect(layout.head + lines * layout.pitch).toBeLessThanOrEqual(height);
      }
    }),
    { numRuns: 100 },
  );
});

test('three thousand VMs on 120 hosts have cells that can be seen, at 1080p and at 4K', () => {
  const counts = Array.from({ length: 120 }, () => 25);
  expect(layoutCells(counts, { width: 1_240, height: 790 }, 20)?.pitch).toBeGreaterThanOrEqual(12);
  expect(layoutCells(counts, { width: 2_480, height: 1_580 }, 40)?.pitch).toBeGreaterThanOrEqual(24);
});

test('tiles are equal, inside the room, and one for each host', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), room, unit, fc.constantFrom(1, 1.6, 4), (count, size, line, aspect) => {
      const { tiles } = layoutTiles(count, size, aspect, line);
      expect(tiles).toHaveLength(count);
      expectInside(tiles, size);
    }),
    { numRuns: 100 },
  );
});

test('a VM with a problem has at least 24 pixels, and stands in the room or is not drawn', () => {
  fc.assert(
    fc.property(fc.nat(3_000), room, unit, (count, size, line) => {
      const { boxes, height } = layoutNamed(count, size, line);
      expectInside(boxes, size);
      expect(height).toBeLessThanOrEqual(size.height);
      for (const box of boxes) expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
    }),
  );
});
