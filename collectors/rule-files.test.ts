import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findingCodes, severityOf } from '#lib/findings/finding.ts';
import { hostFindingCodes } from '#lib/findings/host-finding.ts';
import { prometheusFiles } from './rule-files.ts';
import { loadShippedRules } from './shipped-rules.ts';

const rules = loadShippedRules();
const root = new URL('../', import.meta.url);

test.each([...findingCodes, ...hostFindingCodes])('the finding %s has a rule of its own', (code) => {
  const series = (hostFindingCodes as readonly string[]).includes(code) ? 'hvitals_host_finding' : 'hvitals_vm_finding';
  const own = rules.filter(
    (rule) => rule.series === series && rule.where.some(({ name, value }) => name === 'code' && value === code),
  );
  expect(own).toHaveLength(1);
  if (Object.hasOwn(severityOf, code)) expect(own[0]?.severity).toBe(severityOf[code as keyof typeof severityOf]);
});

test.each(rules.map(({ name, runbook }) => [name, runbook]))('%s has a page that says what to do: %s', (_name, runbook) => {
  expect(runbook).toMatch(/^docs\/(findings|runbooks)\/[a-z-]+\.md$/);
  expect(existsSync(fileURLToPath(new URL(runbook, root)))).toBe(true);
});

test('each page of a rule names its rule, has a cause and a fix', () => {
  for (const { name, runbook } of rules.filter((rule) => rule.runbook.startsWith('docs/runbooks/'))) {
    const page = readFileSync(fileURLToPath(new URL(runbook, root)), 'utf8');
    for (const part of [`\`${name}\``, '## Cause', '## How to check', '## Fix']) expect(page).toContain(part);
  }
});

test.each(prometheusFiles())('$path is that of the rules', ({ current, expected }) => {
  expect(current).toBe(expected);
});
