import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './paths.js';

const longestFile = 250;

/** Files that git knows or would take: a new file is held to the rules before it is committed. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const source = files.filter((path) => /\.(ts|tsx|js|cjs|mjs|ps1|psm1|cs|sh)$/.test(path));
const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** The rules, as functions of one file, so that each is seen to catch a planted violation. */
const rules = {
  tooLong(content: string): boolean {
    const lines = content.split('\n').length - (content.endsWith('\n') ? 1 : 0);
    return lines > longestFile && !/(?:\/\/|\/?\*|#)\s*Longer than 250 lines: \S/.test(content);
  },
  clientNameDiffers(path: string, content: string): boolean {
    // Next demands these two as client components under these names.
    if (/(^|\/)(global-)?error\.tsx$/.test(path)) return false;
    const isClient = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(['"])use client\1/.test(content);
    return isClient !== path.endsWith('.client.tsx');
  },
  namesOneMachine(content: string): boolean {
    return /registry[.]npmjs|api[.]nuget[.]org|deb[.]debian[.]org|\/home\/[a-z][\w-]*\/|\/Users\/[A-Za-z]|(?<![\w.$<>-])\/root\/|C:\\\\?Users\\\\?(?!Public)[A-Za-z]/.test(
      content,
    );
  },
};

describe('source files', () => {
  it('are at most 250 lines long, or say why they are longer', () => {
    expect(rules.tooLong('a\n'.repeat(250))).toBe(false);
    expect(rules.tooLong('a\n'.repeat(251))).toBe(true);
    expect(rules.tooLong(`// Longer than 250 lines: one table.\n${'a\n'.repeat(251)}`)).toBe(false);
    expect(source.filter((path) => !path.includes('/testdata/') && rules.tooLong(text(path)))).toEqual([]);
  });

  it('say "use client" exactly where the name ends with .client.tsx', () => {
    expect(rules.clientNameDiffers('app/vms/vms.tsx', "'use client';\n")).toBe(true);
    expect(rules.clientNameDiffers('app/vms/vms.tsx', "// Why.\n'use client';\n")).toBe(true);
    expect(rules.clientNameDiffers('app/vms/vms.client.tsx', 'export {};\n')).toBe(true);
    expect(rules.clientNameDiffers('app/vms/vms.client.tsx', '"use client";\n')).toBe(false);
    expect(rules.clientNameDiffers('app/error.tsx', "'use client';\n")).toBe(false);
    const app = source.filter((path) => path.startsWith('app/'));
    expect(app.filter((path) => rules.clientNameDiffers(path, text(path)))).toEqual([]);
  });

  it('name no package registry and no folder of one machine', () => {
    const registry = ['registry', 'npmjs', 'org'].join('.');
    expect(rules.namesOneMachine(`https://${registry}/x`)).toBe(true);
    expect(rules.namesOneMachine(`"${['', 'home', 'jo', 'x'].join('/')}"`)).toBe(true);
    expect(rules.namesOneMachine('the /home page')).toBe(false);
    const readable = files.filter(
      (path) => !/\.(png|ico|woff2?|gz|zip|dll)$/.test(path) && path !== 'lib/launch/source-rules.test.ts',
    );
    expect(readable.filter((path) => rules.namesOneMachine(text(path)))).toEqual([]);
  });

  it('leave download addresses out of package-lock.json', () => {
    expect(text('package-lock.json')).not.toMatch(/"resolved": "http/);
  });
});
