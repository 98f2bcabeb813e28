import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/catalogue.ts';
import { type Finding, findingCodes, severityOf } from './finding.ts';
import { judgeVm } from './judge-vm.ts';
import { type FactsCase, factsOf, noItems } from './testdata/facts.ts';

const folder = fileURLToPath(new URL('../../docs/findings/', import.meta.url));
const text = (name: string) => readFileSync(`${folder}${name}.md`, 'utf8');
const has = (key: string) => Object.hasOwn(en, key);

/** Facts that lead to every finding by every way that it has. */
const ways: readonly FactsCase[] = [
  { facts: { contested: ['hv01', 'hv02'], runsTwice: 'yes' } },
  { heartbeat: { primary: 13 } },
  { kvp: { primary: 12, ...noItems } },
  { services: { shutdown: { enabled: false } } },
  { services: { shutdown: { enabled: true, primary: 12 } } },
];
const examples = ways.flatMap((way) => judgeVm(factsOf(way)).findings);
const of = (code: string): readonly Finding[] => examples.filter((finding) => finding.code === code);

describe.each(findingCodes)('the finding %s', (code) => {
  it('is found in at least one way that the tests know', () => {
    expect(of(code).length).toBeGreaterThan(0);
  });

  it('has a title, and messages for its evidence, cause and fixes', () => {
    expect(has(`finding.${code}.title`)).toBe(true);
    for (const { evidence, cause, fixes } of of(code)) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(fixes.length).toBeGreaterThan(0);
      const messages = [cause, ...evidence.map(({ message }) => message), ...fixes.map(({ message }) => message)];
      for (const { key } of messages) {
        expect(key.startsWith(`finding.${code}.`)).toBe(true);
        expect(has(key), key).toBe(true);
      }
    }
  });

  it('has a page with its severity, its title and all parts', () => {
    const page = text(code);
    expect(page).toContain(`# \`${code}\``);
    const title = (en as Record<string, unknown>)[`finding.${code}.title`];
    expect(page).toContain(`Severity: ${severityOf[code]}. Title: ${title}.`);
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What it means', 'Evidence', 'Cause', 'Fix', 'Commands', 'Sources', 'Unverified']);
  });

  it('has on its page every command that it shows, and every collector that proves it', () => {
    const page = text(code).replaceAll('\\|', '|');
    for (const { vmId, evidence, fixes } of of(code)) {
      for (const { collector } of evidence) expect(page).toContain(`\`${collector}\``);
      for (const { text: command } of fixes.flatMap(({ commands }) => commands)) {
        expect(page).toContain(command.replaceAll(vmId, '<vm id>'));
      }
    }
  });

  it('is in the list of all findings', () => {
    expect(text('README')).toContain(`| [\`${code}\`](${code}.md) | ${severityOf[code]} |`);
  });
});

it('no page is left of a finding that is no more', () => {
  expect(existsSync(folder)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual([...findingCodes.map((code) => `${code}.md`), 'README.md'].sort());
});

it('every message of a finding in the catalogue belongs to a code', () => {
  const keys = Object.keys(en).filter((key) => key.startsWith('finding.'));
  expect(keys.filter((key) => !findingCodes.some((code) => key.startsWith(`finding.${code}.`)))).toEqual([]);
});
