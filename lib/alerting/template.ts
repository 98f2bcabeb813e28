import { formatGoFloat } from './go-float.ts';
import type { Labels } from './matcher.ts';

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What stands between double braces in a text. */
export function placeholders(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map((found) => found[1] ?? '');
}

/** Whether a placeholder names one of these labels. */
export function templateLabels(inside: string, labels: readonly string[]): boolean {
  return inside.startsWith('$labels.') && labels.includes(inside.slice('$labels.'.length));
}

/**
 * Fills `{{ $labels.name }}` and `{{ $value }}` in; a label that is absent is empty, as in Prometheus. The same text is a template of
 * Prometheus too. What is filled in is not looked at again, whatever a guest wrote there.
 */
export function fillTemplate(text: string, labels: Labels, value: number): string {
  return text.replace(placeholder, (_whole, inside: string) => {
    if (inside === '$value') return formatGoFloat(value);
    const name = inside.slice('$labels.'.length);
    return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
  });
}
