/** Keys and list positions from the top of the file down, such as `['targets', 0, 'address']`. */
export type ConfigPath = readonly (string | number)[];

/** One mistake in a configuration file, with what would be valid in its message. */
export interface ConfigProblem {
  readonly path: ConfigPath;
  /** Counted from 1; undefined where the mistake has no place in the file. */
  readonly line: number | undefined;
  readonly message: string;
}

/** The configuration cannot be used. The message has one line per mistake: `file:line: path: what is wrong and what would be valid`. */
export class ConfigError extends Error {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[], options?: ErrorOptions) {
    const sorted = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    super(sorted.map((problem) => toLine(file, problem)).join('\n'), options);
    this.name = 'ConfigError';
    this.file = file;
    this.problems = sorted;
  }
}

function toLine(file: string, { path, line, message }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return path.length === 0 ? `${place}: ${message}` : `${place}: ${formatPath(path)}: ${message}`;
}

/** `['targets', 0, 'address']` → `targets[0].address`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = /^[\w-]+$/.test(part) ? part : JSON.stringify(part);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
