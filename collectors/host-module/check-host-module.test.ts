import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScript } from '../../e2e/support/run-script.ts';
import { buildHostModule } from './build-host-module.ts';
import plantedViolations from './testdata/planted-violations.json' with { type: 'json' };

const checker = path.join(import.meta.dirname, 'check-host-module.ps1');
const classFiles = ['cim-classes.json', 'cim-classes.additions.json'].map((name) =>
  path.join(import.meta.dirname, '../../e2e/hyperv-sim', name),
);

/** Name → the rule that must catch it, and what is planted: each text stands in a function of its own, beside the real module. */
const planted: Readonly<Record<string, { readonly rule: string; readonly text: string }>> = plantedViolations;
const names = Object.keys(planted);
let violations: readonly string[];
let folder: string;

/** Violations of the planted text of that name, or of the module. */
function of(file: string): string[] {
  return violations.filter((line) => line.startsWith(`${file}:`)).map((line) => line.slice(file.length + 1));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-check-'));
  const files = [path.join(folder, 'module.ps1')];
  await writeFile(path.join(folder, 'module.ps1'), buildHostModule().text);
  for (const [index, name] of names.entries()) {
    const file = path.join(folder, `planted-${index}.ps1`);
    await writeFile(file, `function Get-HvitalsPlanted${index} {\n${planted[name]?.text}\n}\n`);
    files.push(file);
  }
  const list = files.map((file) => `'${file}'`).join(', ');
  const result = await runScript(
    `foreach ($line in @(& '${checker}' -Path @(${list}) -ClassFile @('${classFiles.join("', '")}'))) { [Console]::Out.WriteLine($line) }\n[Console]::Out.WriteLine('checked')`,
    { timeoutMs: 60_000 },
  );
  expect(result.stderr).toBe('');
  expect(result.lines.at(-1)).toBe('checked');
  violations = result.lines.slice(0, -1);
}, 360_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the check of the host module', () => {
  test('the module has no violation', () => {
    expect(of('module.ps1')).toEqual([]);
  });

  test.each(names.map((name, index) => [name, index] as const))('catches %s', (name, index) => {
    const rules = of(`planted-${index}.ps1`).map((line) => line.split(': ')[1]);
    expect(rules).toContain(planted[name]?.rule);
  });
});
