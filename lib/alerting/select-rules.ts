import type { DescribeUnknown } from './parse-rules.ts';
import type { PlacedRule } from './rule.ts';

export interface RuleSelection {
  /** Whether the rules that come with hvitals are judged. */
  readonly shipped: boolean;
  /** Names of rules that are not. */
  readonly disable: readonly string[];
}

/** The rules that are in force: shipped ones that no other takes the place of, then the user's, without those that are switched off. Pure. */
export function selectRules(
  shipped: readonly PlacedRule[],
  own: readonly PlacedRule[],
  selection: RuleSelection,
): readonly PlacedRule[] {
  const replaced = new Set(own.flatMap(({ replaces }) => replaces ?? []));
  const disabled = new Set(selection.disable);
  const kept = selection.shipped ? shipped.filter(({ name }) => !replaced.has(name)) : [];
  return [...kept, ...own].filter(({ name }) => !disabled.has(name));
}

/** What is wrong with the names that are switched off, by their place in the list. Pure. */
export function checkDisabled(
  shipped: readonly PlacedRule[],
  own: readonly PlacedRule[],
  disable: readonly string[],
  describeUnknown: DescribeUnknown,
): readonly { readonly index: number; readonly message: string }[] {
  const names = [...new Set([...shipped, ...own].map(({ name }) => name))];
  return disable.flatMap((name, index) =>
    names.includes(name) ? [] : [{ index, message: describeUnknown(`rule ${JSON.stringify(name)}`, name, names) }],
  );
}
