import { describe, expect, test } from 'vitest';
import { describeUnknown } from '../config/describe-issue.ts';
import { parseRules } from './parse-rules.ts';
import { checkDisabled, type RuleSelection, selectRules } from './select-rules.ts';
import { fillTemplate } from './template.ts';

const known = new Map<string, readonly string[]>([
  ['hvitals_vm_finding', ['vm_id', 'vm', 'code', 'severity']],
  ['hvitals_scrape_success', ['host', 'collector']],
]);
const parse = (...texts: readonly string[]) =>
  parseRules(
    texts.map((text, index) => ({ file: `rules-${index + 1}.yaml`, text })),
    { known, describeUnknown },
  );
const whole = `rules:
- name: Down
  series: hvitals_scrape_success
  where: ['collector="vm"', 'host!~"test.*"']
  op: ==
  threshold: 0
  for: 2m
  keepFiringFor: 1h30m
  severity: critical
  summary: '{{ $labels.host }} is away, {{ $value }}'
`;
const problemsOf = (...texts: readonly string[]) => {
  const result = parse(...texts);
  return result.ok ? [] : result.problems.map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`);
};

test('a rule comes out with durations in milliseconds and its defaults', () => {
  expect(parse(whole)).toEqual({
    ok: true,
    rules: [
      {
        name: 'Down',
        series: 'hvitals_scrape_success',
        where: [
          { name: 'collector', op: '=', value: 'vm' },
          { name: 'host', op: '!~', value: 'test.*' },
        ],
        abs: false,
        op: '==',
        threshold: 0,
        forMs: 120_000,
        keepFiringMs: 5_400_000,
        severity: 'critical',
        summary: '{{ $labels.host }} is away, {{ $value }}',
        description: '',
        runbook: '',
        place: { file: 'rules-1.yaml', line: 2 },
      },
    ],
  });
});

describe('a mistake is told with its file, line, path and what would be valid', () => {
  const changed = (from: string, to: string) => whole.replace(from, to);
  test.each([
    [
      'an unknown metric',
      changed('scrape_success', 'scrape_sucess'),
      /1\.yaml:3 rules\[0\]\.series: unknown metric.*did you mean "hvitals_scrape_success"/,
    ],
    [
      'a bad duration',
      changed('2m', '2 minutes'),
      /:7 rules\[0\]\.for: must be a duration such as 90s, 5m or 1h30m.*"2 minutes"/,
    ],
    ['an unknown key', changed('threshold', 'treshold'), /:6 rules\[0\]\.treshold: unknown key; did you mean "threshold"/],
    ['a missing key', changed('  threshold: 0\n', ''), /:2 rules\[0\]\.threshold: must be a number; it is missing/],
    ['a bad operator', changed('op: ==', 'op: "=>"'), /:5 rules\[0\]\.op: must be one of > >= < <= == !=; is "=>"/],
    ['a bad matcher', changed('collector="vm"', 'collector=vm'), /:4 rules\[0\]\.where\[0\]: must be a label/],
    [
      'a label that the metric lacks',
      changed('collector="vm"', 'colector="vm"'),
      /rules\[0\]\.where\[0\]: unknown label of hvitals_scrape_success; did you mean "collector"/,
    ],
    [
      'a placeholder that is not there',
      changed('$value', '$labels.vm'),
      /:10 rules\[0\]\.summary: .*valid: \{\{ \$value \}\}, \{\{ \$labels\.host \}\}/,
    ],
    ['a name with blanks', changed('Down', 'host down'), /:2 rules\[0\]\.name: must be a name in letters and digits/],
    ['text that is no YAML', 'rules: [', /:1 : not valid YAML/],
    ['another shape', 'groups: []', /:1 : must be a mapping with the key rules/],
    ['an empty file', '', /must be a mapping/],
    ['a text that grows', `a: &a [1,1]\nb: &b [*a,*a,*a]\nrules: [${'*b,'.repeat(200)}]`, /must be/],
  ])('%s', (_what, text, expected) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(expected);
  });

  test('a name that stands twice, also in two files', () => {
    expect(problemsOf(whole, `# first line\n${whole}`)).toEqual([
      'rules-2.yaml:3 rules[0].name: Down is the name of another rule already, in rules-1.yaml line 2',
    ]);
  });

  test('all mistakes of all files at once', () => {
    expect(problemsOf(changed('2m', 'x'), changed('severity: critical', 'severity: bad'))).toHaveLength(2);
  });
});

describe('a rule in the place of a shipped one', () => {
  const shipped = (() => {
    const result = parse(whole, whole.replace('Down', 'Slow'));
    return result.ok ? result.rules : [];
  })();
  const own = (...changes: readonly string[]) => {
    const files = changes.map((change, index) => ({
      file: `own-${index + 1}.yaml`,
      text: whole.replace('- name: Down', `- ${change}`),
    }));
    const result = parseRules(files, { known, describeUnknown, shipped });
    return result.ok ? [] : result.problems.map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`);
  };

  test('says so, under the same name or another', () => {
    expect(own('name: Down\n  replaces: Down')).toEqual([]);
    expect(own('name: Gone\n  replaces: Down', 'name: Slow\n  replaces: Slow')).toEqual([]);
  });

  test.each([
    ['the name of a shipped rule alone', 'name: Down', /^own-1\.yaml:2 rules\[0\]\.name: .*or say replaces: Down$/],
    [
      'a shipped rule that is not there',
      'name: Mine\n  replaces: Doown',
      /:3 rules\[0\]\.replaces: unknown shipped rule "Doown"; did you mean "Down"/,
    ],
    ['one name, and another in its place', 'name: Down\n  replaces: Slow', /rules\[0\]\.name: .*or say replaces: Down$/],
  ])('is not %s', (_what, change, expected) => {
    expect(own(change)).toEqual([expect.stringMatching(expected)]);
  });

  test('is one only', () => {
    expect(own('name: A\n  replaces: Down', 'name: B\n  replaces: Down')).toEqual([
      'own-2.yaml:3 rules[0].replaces: A takes the place of Down already, in own-1.yaml line 2',
    ]);
  });

  test('is none where no rules are shipped, as in the shipped file itself', () => {
    expect(problemsOf(whole.replace('- name: Down', '- name: Down\n  replaces: Down'))).toEqual([
      'rules-1.yaml:3 rules[0].replaces: only a rule of your own can take the place of a shipped one',
    ]);
  });

  test('leaves the shipped one out; what is switched off is out in any case', () => {
    const result = parseRules([{ file: 'own.yaml', text: whole.replace('- name: Down', '- name: Gone\n  replaces: Down') }], {
      known,
      describeUnknown,
      shipped,
    });
    const mine = result.ok ? result.rules : [];
    const names = (selection: RuleSelection) => selectRules(shipped, mine, selection).map(({ name }) => name);
    expect(names({ shipped: true, disable: [] })).toEqual(['Slow', 'Gone']);
    expect(names({ shipped: true, disable: ['Slow'] })).toEqual(['Gone']);
    expect(names({ shipped: false, disable: [] })).toEqual(['Gone']);
    expect(names({ shipped: false, disable: ['Gone'] })).toEqual([]);
    expect(checkDisabled(shipped, mine, ['Down', 'Gone', 'Slw'], describeUnknown)).toEqual([
      { index: 2, message: 'unknown rule "Slw"; did you mean "Slow"? valid here: Down, Slow, Gone' },
    ]);
  });
});

test('what a guest wrote is filled in as it is, and is no template', () => {
  const hostile = '{{ $value }} $& <b>';
  expect(fillTemplate('{{ $labels.vm }}/{{$value}}/{{ $labels.none }}', { vm: hostile }, 1.5)).toBe(`${hostile}/1.5/`);
});
