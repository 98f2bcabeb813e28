import type { core } from 'zod';
import { nearestWord } from './nearest-word.ts';
import { validKeysAt } from './valid-keys-at.ts';

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
};

/** One schema issue in words: what is wrong, and what would be valid. An unknown key yields one entry per key. */
export function describeIssue(
  issue: core.$ZodIssue,
  data: unknown,
): readonly { readonly key?: string; readonly message: string }[] {
  const value = valueAt(data, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        key,
        message: describeUnknownKey(key, validKeysAt(issue.path, data), issue.path[0] === 'targets'),
      }));
    case 'invalid_type': {
      const wanted = typeWords[issue.expected] ?? issue.expected;
      return [
        { message: value === undefined ? `is missing; it must be ${wanted}` : `must be ${wanted}, is ${describeValue(value)}` },
      ];
    }
    case 'invalid_value':
      return [{ message: `must be one of ${issue.values.map(String).join(', ')}; is ${describeValue(value)}` }];
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
      const is = value === undefined ? 'is missing' : `is ${describeValue(value)}`;
      return [{ message: `must be one of ${options.join(', ')}; ${is}` }];
    }
    case 'too_small':
      return [
        {
          message: `must be ${limitWords(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}; is ${describeValue(value)}`,
        },
      ];
    case 'too_big':
      return [
        {
          message: `must be ${limitWords(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}; is ${describeValue(value)}`,
        },
      ];
    case 'invalid_key':
      return [{ message: `the key must be ${issue.issues[0]?.message ?? 'valid'}` }];
    case 'invalid_format':
      return [{ message: `must be ${issue.message}; is ${describeValue(value)}` }];
    default:
      return [{ message: issue.message }];
  }
}

function describeUnknownKey(key: string, valid: readonly string[], isOfHost: boolean): string {
  const secret =
    isOfHost && /passw|secret|credential/i.test(key)
      ? '; passwords of hosts are never read from a file, see docs/targets.md'
      : '';
  return `${describeUnknown('key', key, valid)}${secret}`;
}

/** "unknown key "adress"; did you mean "address"? Valid here: …" */
export function describeUnknown(what: string, word: string, valid: readonly string[]): string {
  const nearest = nearestWord(word, valid);
  const hint = nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
  return `unknown ${what}${hint === '' ? ';' : hint} valid here: ${valid.join(', ')}`;
}

function limitWords(origin: string, relation: string, limit: number | bigint): string {
  return origin === 'string' ? `${relation} ${limit} characters long` : `${relation} ${limit}`;
}

/** A value as a person would name it; long text is cut, because it may be anything. */
function describeValue(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
  return String(value);
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
