import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askPassword, type PasswordInput, readPassword } from './ask-password.ts';

/** A terminal that notes whether it would echo what is typed. */
function terminal() {
  const stream = new PassThrough();
  const modes: boolean[] = [];
  const input: PasswordInput = Object.assign(stream, { isTTY: true, setRawMode: (mode: boolean) => modes.push(mode) });
  return { stream, input, modes };
}

async function ask(...typed: readonly (string | Buffer)[]) {
  const { stream, input, modes } = terminal();
  const said: string[] = [];
  const asked = askPassword(input, (text) => said.push(text), 'Password of ann');
  for (const piece of typed) stream.write(piece);
  const result = await asked;
  return { result, said: said.join(''), modes };
}

const password = (text: string) => ({ kind: 'password', password: text });

describe('a password asked for on the terminal', () => {
  it('is typed twice, without echo, and never shown', async () => {
    const { result, said, modes } = await ask('four words\r', 'four words\r');
    expect(result).toEqual(password('four words'));
    expect(modes).toEqual([true, false]);
    expect(said).toBe('Password of ann: \nOnce more: \n');
  });

  it.each([
    ['comes in one piece', ['pass word\npass word\n'], password('pass word')],
    [
      'comes in pieces of characters',
      [Buffer.from('stra\u00c3'.slice(0, 4)), Buffer.from([0xc3]), Buffer.from([0x9f]), 'e\r', 'straße\r'],
      password('straße'),
    ],
    ['is corrected by backspace and Ctrl-U', ['wrong\u0015pass wort\u007fd\r', 'pass word\r'], password('pass word')],
    ['differs the second time', ['one\r', 'two\r'], { kind: 'none', reason: 'differ' }],
    ['is broken off by Ctrl-C', ['half\u0003'], { kind: 'none', reason: 'cancelled' }],
    ['is broken off by Ctrl-D the second time', ['one\r', '\u0004'], { kind: 'none', reason: 'cancelled' }],
  ])('that %s', async (_, typed, wanted) => {
    const { result, modes } = await ask(...typed);
    expect(result).toEqual(wanted);
    expect(modes.at(-1)).toBe(false);
  });

  it('is not waited for where the terminal goes away', async () => {
    const { stream, input, modes } = terminal();
    const asked = askPassword(input, () => undefined, 'x');
    stream.end();
    expect(await asked).toEqual({ kind: 'none', reason: 'cancelled' });
    expect(modes).toEqual([true, false]);
  });

  it('is not asked for where there is no terminal', async () => {
    expect(await askPassword(new PassThrough(), () => undefined, 'x')).toEqual({ kind: 'none', reason: 'no-terminal' });
  });
});

describe('a password on standard input', () => {
  const read = (text: string) => {
    const stream = new PassThrough();
    stream.end(text);
    return readPassword(stream);
  };
  it.each([
    ['pass word', password('pass word')],
    ['pass word\n', password('pass word')],
    ['pass word\r\n', password('pass word')],
    [' pass\nword \n\n', password(' pass\nword \n')],
    ['', password('')],
    ['x'.repeat(5_000), { kind: 'none', reason: 'too-long' }],
  ])('%j', async (text, wanted) => {
    expect(await read(text)).toEqual(wanted);
  });
});
