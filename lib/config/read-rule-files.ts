import { type BigIntStats, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, matchesGlob, relative } from 'node:path';
import type { RuleProblem, RuleText } from '../alerting/parse-rules.ts';
import type { ReadRuleFiles } from './load-rules.ts';

/** More is no file of rules that a person wrote. */
const largestBytes = 1_048_576;
const mostFiles = 100;

/** Files of rules at one moment. */
export interface RuleFilesSnapshot extends ReadRuleFiles {
  /** Names, sizes, times and identities of the files, as text that is equal only where nothing was written in between. */
  readonly signature: string;
  /** False where something was written while the files were read. */
  readonly isSteady: boolean;
}

interface Found {
  readonly file: string;
  readonly label: string;
  readonly stats: BigIntStats | undefined;
  readonly problem: string | undefined;
}

/**
 * Reads all files that the patterns name. What cannot be read is a problem, not an error. In the order of the patterns, then by name.
 * @param patterns absolute; `*`, `?` and `[ ]` in the last part stand for names, which begin with a dot only where the pattern does
 * @param base folder that labels are relative to
 */
export function readRuleFiles(patterns: readonly string[], base: string): RuleFilesSnapshot {
  const found = findFiles(patterns, base);
  const texts: RuleText[] = [];
  const problems: RuleProblem[] = [];
  for (const { file, label, problem } of found) {
    const text = problem === undefined ? readText(file) : { problem };
    if ('problem' in text) problems.push({ file: label, line: undefined, path: '', message: text.problem });
    else texts.push({ file: label, text: text.text });
  }
  const signature = toSignature(found);
  return { texts, problems, signature, isSteady: signature === signRuleFiles(patterns, base) };
}

/** The signature alone, without reading a file. */
export function signRuleFiles(patterns: readonly string[], base: string): string {
  return toSignature(findFiles(patterns, base));
}

/** The folders that files come and go in. */
export function ruleFolders(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns.map((pattern) => dirname(pattern)))];
}

function findFiles(patterns: readonly string[], base: string): readonly Found[] {
  const byFile = new Map<string, Found>();
  for (const pattern of patterns) {
    for (const found of findOf(pattern, base)) if (!byFile.has(found.file)) byFile.set(found.file, found);
  }
  const all = [...byFile.values()];
  if (all.length <= mostFiles) return all;
  const problem = `${all.length} files of rules are too many; ${mostFiles} at most are taken`;
  return [{ file: base, label: toLabel(patterns[0] ?? base, base), stats: undefined, problem }];
}

function findOf(pattern: string, base: string): readonly Found[] {
  if (!/[*?[]/.test(basename(pattern))) return [lookAt(pattern, base)];
  const folder = dirname(pattern);
  try {
    const names = readdirSync(folder).filter((name) => isMatch(name, basename(pattern)));
    return names.toSorted().map((name) => lookAt(join(folder, name), base));
  } catch (error) {
    const problem = `the folder cannot be read (${errorCode(error)})`;
    return [{ file: pattern, label: toLabel(pattern, base), stats: undefined, problem }];
  }
}

/** Names with a dot in front are what editors and package managers keep for themselves. */
function isMatch(name: string, pattern: string): boolean {
  return name.startsWith('.') === pattern.startsWith('.') && matchesGlob(name, pattern);
}

function lookAt(file: string, base: string): Found {
  const found = { file, label: toLabel(file, base) };
  try {
    const stats = statSync(file, { bigint: true });
    return { ...found, stats, problem: whyUnfit(stats) };
  } catch (error) {
    const code = errorCode(error);
    const problem = code === 'ENOENT' ? 'there is no such file; alerting.ruleFiles names it' : `cannot be read (${code})`;
    return { ...found, stats: undefined, problem };
  }
}

function whyUnfit(stats: BigIntStats): string | undefined {
  // Reading a pipe or a device might never end.
  if (!stats.isFile()) return 'is not a file';
  return stats.size > largestBytes ? `has ${stats.size} bytes, which is too large; ${largestBytes} at most are taken` : undefined;
}

function readText(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > largestBytes) return { problem: 'grew too large while it was read' };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return { problem: error instanceof TypeError ? 'is not text in UTF-8' : `cannot be read (${errorCode(error)})` };
  }
}

function toSignature(found: readonly Found[]): string {
  return JSON.stringify(
    found.map(({ file, stats, problem }) => {
      const parts = stats === undefined ? [] : [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs, stats.mode];
      return [file, problem ?? '', ...parts.map(String)];
    }),
  );
}

function toLabel(file: string, base: string): string {
  const below = relative(base, file);
  return below.startsWith('..') || isAbsolute(below) ? file : below;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
