import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'globals.css'), 'utf8');

/** The tokens of the first block that has this selector. */
function tokens(selector: string): Readonly<Record<string, string>> {
  const from = css.indexOf(`${selector} {`);
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries([...block.matchAll(/--hv-([a-z-]+): (#[0-9a-f]{6,8});/g)].map((match) => [match[1], match[2]]));
}

const light = tokens('[data-theme="light"]');
const dark = tokens('[data-theme="dark"]');

/** Relative luminance of a colour (WCAG 2.2, "relative luminance"). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two colours (WCAG 2.2, "contrast ratio"). */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

test('the contrast formula gives the known ends of its scale', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#777777')).toBe(1);
});

test('both themes have the same tokens, and a dark system is as dark as the dark theme', () => {
  expect(Object.keys(light).length).toBeGreaterThan(20);
  expect(Object.keys(dark)).toEqual(Object.keys(light));
  expect(tokens('[data-theme="auto"]')).toEqual(dark);
});

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, colours) => {
  const texts = ['ink', 'muted', 'accent', 'ok', 'info', 'warning', 'critical', 'unknown', 'none'];
  const grounds = ['canvas', 'surface', 'raised', 'selected'];
  const pairs = texts.flatMap((text) => grounds.map((ground) => [text, ground] as const));
  const tinted = ['ok', 'info', 'warning', 'critical', 'unknown'].map((level) => [level, `${level}-tint`] as const);

  const onAccent = [['on-accent', 'accent'] as const];

  test.each([...pairs, ...tinted, ...onAccent])('%s on %s can be read (WCAG AA, 4.5:1)', (text, ground) => {
    expect(contrast(colours[text] ?? '', colours[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
