import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDispatcher } from './build-dispatcher.ts';
import { parseDrain } from './dispatch-protocol.ts';
import { explainEnding } from './explain-ending.ts';
import { HostCall } from './host-call.ts';

const field = (text: string) => (text === '' ? '-' : Buffer.from(text, 'utf8').toString('base64'));

describe('parseDrain', () => {
  it('reads every kind of line', () => {
    const ended = `ended 7 lost 5 ${field('Some.Id')} ${field('words \u00e4')}`;
    expect(parseDrain(['open 7', `piece 7 ${field('ab')}`, 'last 7 -', 'oversized 8 13000000', ended, 'left 3 2'])).toEqual({
      waiting: 3,
      closing: 2,
      events: [
        { kind: 'open', call: 7 },
        { kind: 'piece', call: 7, bytes: Buffer.from('ab'), isLast: false },
        { kind: 'piece', call: 7, bytes: Buffer.alloc(0), isLast: true },
        { kind: 'oversized', call: 8, characters: 13_000_000 },
        { kind: 'ended', call: 7, ending: { stage: 'lost', code: 5, errorId: 'Some.Id', message: 'words \u00e4' } },
      ],
    });
  });

  it('refuses a line that the dispatcher does not write', () => {
    expect(() => parseDrain(['something else'])).toThrow('something else');
  });
});

describe('a call', () => {
  it('puts frames together from any pieces, also cut inside a character', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (texts, size) => {
          const call = new HostCall(1, 0, true);
          for (const text of texts) {
            const bytes = Buffer.from(text, 'utf8');
            for (let from = 0; from < bytes.length; from += size) {
              call.take({
                kind: 'piece',
                call: 1,
                bytes: bytes.subarray(from, from + size),
                isLast: from + size >= bytes.length,
              });
            }
          }
          call.queue.end();
          const frames: string[] = [];
          for (let item = await call.queue.next(); item !== undefined; item = await call.queue.next())
            if (item.kind === 'frame') frames.push(item.text);
          expect(frames).toEqual(texts.map((text) => Buffer.from(text, 'utf8').toString('utf8')));
        },
      ),
    );
  });

  it('is given up where a host does not stop sending', async () => {
    const call = new HostCall(1, 0, true);
    const bytes = Buffer.alloc(1_048_576, 'x');
    for (let count = 0; count < 65; count++) call.take({ kind: 'piece', call: 1, bytes, isLast: false });
    await expect(call.queue.next()).rejects.toMatchObject({ outcome: 'error', message: expect.stringContaining('64 MiB') });
  });
});

describe('explainEnding', () => {
  const ending = { code: undefined, errorId: '', message: 'words\nof\u001b PowerShell' };
  it.each([
    ['complete', 'error'],
    ['load', 'error'],
    ['call', 'error'],
    ['lost', 'unreachable'],
  ] as const)('turns the stage %s into %s, in one line with the words of PowerShell', (stage, outcome) => {
    const error = explainEnding({ ...ending, stage });
    expect(error.outcome).toBe(outcome);
    expect(error.message).toContain('words of PowerShell');
  });
});

it('the dispatcher is ASCII, which Windows PowerShell reads the same under every code page, and builds no script from data', () => {
  const text = buildDispatcher();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant.
  expect(text).toMatch(/^[\x00-\x7f]*$/);
  const own = ['dispatch.ps1', 'dispatch-session.ps1', 'dispatch-ssh.ps1']
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n');
  expect(own).not.toMatch(/Invoke-Expression|\biex\b|\[scriptblock\]::Create/i);
  expect(own.match(/AddScript\([^)]*\)/g)).toEqual(['AddScript($global:HvitalsDispatch.Module)']);
});
