/** The part of standard input that is used here. */
export interface PasswordInput extends AsyncIterable<Buffer | string> {
  readonly isTTY?: boolean | undefined;
  setRawMode?(mode: boolean): unknown;
  on(event: 'data', listener: (data: Buffer | string) => void): unknown;
  off(event: 'data' | 'end', listener: (data: Buffer | string) => void): unknown;
  once(event: 'end', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** What came of asking. */
export type AskedPassword =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'none'; readonly reason: 'no-terminal' | 'cancelled' | 'differ' | 'too-long' };

export const askedSentences: Readonly<Record<Extract<AskedPassword, { kind: 'none' }>['reason'], string>> = {
  'no-terminal': 'there is no terminal to ask for the password on; --password-stdin reads it from standard input',
  cancelled: 'cancelled',
  differ: 'the two passwords differ; nothing was changed',
  'too-long': 'what came on standard input is too long for a password',
};

const mostBytes = 4_096;

/** Reads a password from standard input as it comes, up to its end; one line end after it is not part of it. */
export async function readPassword(input: PasswordInput): Promise<AskedPassword> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > mostBytes) return { kind: 'none', reason: 'too-long' };
    parts.push(bytes);
  }
  return {
    kind: 'password',
    password: Buffer.concat(parts)
      .toString('utf8')
      .replace(/\r?\n$/, ''),
  };
}

/** Asks twice on the terminal, without showing what is typed. */
export async function askPassword(
  input: PasswordInput,
  prompt: (text: string) => void,
  question: string,
): Promise<AskedPassword> {
  if (input.isTTY !== true || input.setRawMode === undefined) return { kind: 'none', reason: 'no-terminal' };
  const lines = new HiddenLines(input);
  try {
    prompt(`${question}: `);
    const first = await lines.next();
    prompt('\n');
    if (first === undefined) return { kind: 'none', reason: 'cancelled' };
    prompt('Once more: ');
    const second = await lines.next();
    prompt('\n');
    if (second === undefined) return { kind: 'none', reason: 'cancelled' };
    return first === second ? { kind: 'password', password: first } : { kind: 'none', reason: 'differ' };
  } finally {
    lines.close();
  }
}

/** Lines typed in raw mode, where the terminal echoes nothing. */
class HiddenLines {
  readonly #input: PasswordInput;
  readonly #decoder = new TextDecoder();
  /** Lines that are whole; undefined stands for Ctrl-C, Ctrl-D and the end. */
  readonly #whole: (string | undefined)[] = [];
  #typed: string[] = [];
  #wake: (() => void) | undefined;

  constructor(input: PasswordInput) {
    this.#input = input;
    input.setRawMode?.(true);
    input.on('data', this.#onData);
    input.once('end', this.#onEnd);
    input.resume();
  }

  async next(): Promise<string | undefined> {
    while (this.#whole.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#whole.shift();
  }

  close(): void {
    this.#input.off('data', this.#onData);
    this.#input.off('end', this.#onEnd);
    this.#input.pause();
    this.#input.setRawMode?.(false);
  }

  readonly #onEnd = () => this.#finish(undefined);

  // Characters may come in pieces, and both lines at once where they are pasted.
  readonly #onData = (data: Buffer | string) => {
    for (const character of this.#decoder.decode(Buffer.from(data), { stream: true })) {
      if (character === '\r' || character === '\n') this.#finish(this.#typed.join(''));
      else if (character === '\u0003' || character === '\u0004') this.#finish(undefined);
      else if (character === '\u007f' || character === '\b') this.#typed.pop();
      else if (character === '\u0015') this.#typed = [];
      else this.#typed.push(character);
    }
  };

  #finish(line: string | undefined): void {
    this.#typed = [];
    this.#whole.push(line);
    this.#wake?.();
  }
}
