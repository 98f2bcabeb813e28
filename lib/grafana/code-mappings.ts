import { MappingType, type ValueMapping, type ValueMappingResult } from '@grafana/grafana-foundation-sdk/dashboard';
import { severities } from '../findings/finding.ts';
import type { CodeFamily } from '../format/describe-code.ts';
import { en } from '../i18n/catalogue.ts';
import { componentStatus } from '../model/component-status.ts';

/** Colours of Grafana's own palette, which it has for its dark and its light theme. */
export const colours = {
  good: 'green',
  attention: 'orange',
  bad: 'red',
  quiet: 'blue',
  moving: 'purple',
  none: 'text',
} as const;
export type Colour = (typeof colours)[keyof typeof colours];

/** Codes that are not merely unknown: what each looks like. Any other one that has a word is `attention`. */
const looks: Readonly<Partial<Record<CodeFamily, Readonly<Record<number, Colour>>>>> = {
  state: {
    1: colours.moving,
    2: colours.good,
    3: colours.quiet,
    4: colours.moving,
    6: colours.quiet,
    9: colours.attention,
    10: colours.moving,
    11: colours.moving,
  },
  health: { 5: colours.good, 20: colours.bad, 25: colours.bad },
  status: {
    [componentStatus.ok]: colours.good,
    [componentStatus.degraded]: colours.good,
    [componentStatus.nonRecoverable]: colours.bad,
    [componentStatus.noContact]: colours.attention,
    [componentStatus.lostCommunication]: colours.bad,
    [componentStatus.paused]: colours.quiet,
    [componentStatus.protocolMismatch]: colours.quiet,
    [componentStatus.applicationCritical]: colours.bad,
    [componentStatus.communicationFailed]: colours.bad,
    [componentStatus.disabled]: colours.none,
  },
};

interface CodeWord {
  readonly code: string;
  readonly word: string;
  readonly colour: Colour;
}

/** Every code of a family that has a word, in order of the numbers. */
export function wordsOf(family: CodeFamily): readonly CodeWord[] {
  const prefix = `${family}.`;
  return Object.entries(en)
    .flatMap(([key, text]) =>
      key.startsWith(prefix) && typeof text === 'string' ? [[key.slice(prefix.length), text] as const] : [],
    )
    .map(([code, word]) => ({ code, word, colour: looks[family]?.[Number(code)] ?? colours.attention }))
    .sort((a, b) => Number(a.code) - Number(b.code));
}

/** Grafana shows a code as the pages of hvitals do: word and number. Codes without a word stay numbers. */
export function mapCodes(family: CodeFamily): ValueMapping[] {
  return [toValueMap(wordsOf(family).map(({ code, word, colour }) => [code, { text: `${word} (${code})`, color: colour }]))];
}

/** Titles of findings by their codes, and severities with their colours. */
export function mapFindingCodes(): ValueMapping[] {
  const titles = Object.entries(en).flatMap(([key, text]) => {
    const [, code] = /^finding\.([a-z-]+)\.title$/.exec(key) ?? [];
    return code === undefined || typeof text !== 'string' ? [] : [[code, { text }] as const];
  });
  return [toValueMap(titles)];
}

export function mapSeverities(): ValueMapping[] {
  const look = { critical: colours.bad, warning: colours.attention, info: colours.quiet } as const;
  return [toValueMap(severities.map((severity) => [severity, { color: look[severity], text: severity }]))];
}

/** 1 and 0 as words. */
export function mapYesNo(yes: string, no: string, noColour: Colour = colours.bad): ValueMapping[] {
  return [
    toValueMap([
      ['1', { text: yes, color: colours.good }],
      ['0', { text: no, color: noColour }],
    ]),
  ];
}

/** A mapping of values to texts and colours, in the order given. */
export function toValueMap(entries: readonly (readonly [string, ValueMappingResult])[]): ValueMapping {
  const options = Object.fromEntries(entries.map(([value, result], index) => [value, { ...result, index }]));
  return { type: MappingType.ValueToText, options };
}
