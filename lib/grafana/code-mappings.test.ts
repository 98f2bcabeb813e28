import { expect, test } from 'vitest';
import { findingCodes } from '../findings/finding.ts';
import { hostFindingCodes } from '../findings/host-finding.ts';
import { componentStatus } from '../model/component-status.ts';
import { colours, mapCodes, mapFindingCodes, wordsOf } from './code-mappings.ts';

const texts = (mappings: ReturnType<typeof mapCodes>) =>
  mappings.flatMap((mapping) => (mapping.type === 'value' ? Object.entries(mapping.options) : []));

test('every status that a component can have is shown as its word and number', () => {
  const shown = new Map(texts(mapCodes('status')).map(([code, { text }]) => [Number(code), text]));
  for (const code of Object.values(componentStatus)) expect(shown.get(code)).toMatch(new RegExp(`^.+ \\(${code}\\)$`));
});

test('good and bad differ in colour, what is switched off has none, and a word without a look draws attention', () => {
  const colourOf = new Map(wordsOf('status').map(({ code, colour }) => [Number(code), colour]));
  expect(colourOf.get(componentStatus.ok)).toBe(colours.good);
  expect(colourOf.get(componentStatus.lostCommunication)).toBe(colours.bad);
  expect(colourOf.get(componentStatus.disabled)).toBe(colours.none);
  expect(colourOf.get(6)).toBe(colours.attention);
});

test('every finding is shown by its title', () => {
  const shown = texts(mapFindingCodes()).map(([code]) => code);
  expect(shown.toSorted()).toEqual([...findingCodes, ...hostFindingCodes].toSorted());
});
