import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRuleFiles, ruleFolders, signRuleFiles } from './read-rule-files.ts';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hvitals-rule-files-'));
  mkdirSync(join(base, 'rules'));
});
afterEach(() => rmSync(base, { recursive: true }));

const at = (...parts: readonly string[]) => join(base, ...parts);
const write = (name: string, text: string | Uint8Array = name) => writeFileSync(at('rules', name), text);
const read = (...patterns: readonly string[]) =>
  readRuleFiles(
    patterns.map((pattern) => at(pattern)),
    base,
  );
const textsOf = (...patterns: readonly string[]) => read(...patterns).texts.map(({ file }) => file);
const problemsOf = (...patterns: readonly string[]) =>
  read(...patterns).problems.map(({ file, message }) => `${file}: ${message}`);

describe('files of rules', () => {
  it('come in the order of the patterns and by name, each once, and no hidden one', () => {
    for (const name of ['b.yaml', 'a.yaml', 'c.yml', '.b.yaml.swp', '.#a.yaml', '.hidden.yaml', 'note.txt']) write(name);
    expect(textsOf('rules/b.yaml', 'rules/*.yaml', 'rules/*.y*ml')).toEqual(['rules/b.yaml', 'rules/a.yaml', 'rules/c.yml']);
    expect(textsOf('rules/[bc].*')).toEqual(['rules/b.yaml', 'rules/c.yml']);
    expect(textsOf('rules/?.txt')).toEqual([]);
    expect(read('rules/*.yaml').texts[0]).toEqual({ file: 'rules/a.yaml', text: 'a.yaml' });
    expect(ruleFolders([at('rules/*.yaml'), at('rules/b.yaml'), at('x.yaml')])).toEqual([at('rules'), base]);
  });

  it('none that fit a pattern is no mistake; one that is named and not there is, and a folder that is not', () => {
    expect(read('rules/*.yaml')).toMatchObject({ texts: [], problems: [], isSteady: true });
    expect(problemsOf('rules/site.yaml', 'rulez/*.yaml')).toEqual([
      'rules/site.yaml: there is no such file; alerting.ruleFiles names it',
      'rulez/*.yaml: the folder cannot be read (ENOENT)',
    ]);
  });

  it('that cannot be files of rules are named with the reason, and the others read all the same', () => {
    write('good.yaml');
    write('latin.yaml', Uint8Array.of(0x72, 0xe4, 0x0a));
    write('large.yaml', 'x'.repeat(1_048_577));
    mkdirSync(at('rules', 'folder.yaml'));
    symlinkSync(at('rules', 'nowhere'), at('rules', 'link.yaml'));
    expect(textsOf('rules/*.yaml')).toEqual(['rules/good.yaml']);
    expect(problemsOf('rules/*.yaml')).toEqual([
      'rules/folder.yaml: is not a file',
      'rules/large.yaml: has 1048577 bytes, which is too large; 1048576 at most are taken',
      'rules/latin.yaml: is not text in UTF-8',
      'rules/link.yaml: there is no such file; alerting.ruleFiles names it',
    ]);
  });

  // Not by rights, which root has all: nobody can read a link that leads to itself.
  it('that cannot be read are named with the system’s word', () => {
    symlinkSync(at('rules', 'loop.yaml'), at('rules', 'loop.yaml'));
    expect(problemsOf('rules/*.yaml')).toEqual(['rules/loop.yaml: cannot be read (ELOOP)']);
  });

  it('are a hundred at most', () => {
    for (let n = 0; n < 101; n++) write(`${n}.yaml`);
    expect(textsOf('rules/*.yaml')).toEqual([]);
    expect(problemsOf('rules/*.yaml')).toEqual(['rules/*.yaml: 101 files of rules are too many; 100 at most are taken']);
  });

  it.each([
    ['another size', () => write('a.yaml', 'longer than before')],
    ['another time', () => utimesSync(at('rules', 'a.yaml'), 1, 1)],
    [
      'another file in its place',
      () => {
        write('b.tmp', 'a.yaml');
        renameSync(at('rules', 'b.tmp'), at('rules', 'a.yaml'));
      },
    ],
    ['a file more', () => write('b.yaml')],
    ['a file less', () => rmSync(at('rules', 'a.yaml'))],
  ])('with %s have another signature', (_what, change) => {
    write('a.yaml');
    const before = signRuleFiles([at('rules/*.yaml')], base);
    expect(signRuleFiles([at('rules/*.yaml')], base)).toBe(before);
    expect(read('rules/*.yaml').signature).toBe(before);
    change();
    expect(signRuleFiles([at('rules/*.yaml')], base)).not.toBe(before);
  });
});
