import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogger } from './log.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ level: 'info', stream: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

test('a line is one JSON object with a level word, an ISO time, the constant message and its fields', () => {
  const line = logged((log) => log.warn({ host: 'hv01' }, 'scrape outcome changed'));
  expect(JSON.parse(line)).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    msg: 'scrape outcome changed',
    host: 'hv01',
  });
});

test('lines below the level are left out', () => {
  expect(logged((log) => log.debug('quiet'))).toBe('');
});

test('text of a guest comes through whole, in one line, without a character that moves a cursor or turns text around', () => {
  const nasty = fc.string({
    unit: fc.constantFrom('\n', '\r', '\u001b', '\u009b', '\u007f', '\u2028', '\u202e', '\u2066', '"', '\\', 'ä', '日'),
  });
  fc.assert(
    fc.property(nasty, (reason) => {
      const line = logged((log) => log.info({ reason }, 'constant'));
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      expect(JSON.parse(line).reason).toBe(reason);
    }),
  );
});
