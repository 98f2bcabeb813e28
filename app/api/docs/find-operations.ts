import type { ApiDocs, OperationDocs } from '#lib/api/read-docs.ts';

/** The groups with the operations in which every word of the text stands, whatever its case; groups without one are left out. Pure. */
export function findOperations(groups: ApiDocs['groups'], text: string): ApiDocs['groups'] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  return groups
    .map((group) => ({ ...group, operations: group.operations.filter((one) => holdsAll(one, words)) }))
    .filter(({ operations }) => operations.length > 0);
}

function holdsAll({ id, method, path, summary, parameters }: OperationDocs, words: readonly string[]): boolean {
  const text = [id, `${method} ${path}`, summary, ...parameters.map(({ name }) => name)].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** A command line for a shell. Pure. */
export function toCurl({ options, path, body }: OperationDocs['example'], origin: string): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return ['curl', ...options, ...(body === undefined ? [] : [`-d ${quote(body)}`]), quote(origin + path)].join(' ');
}

/** What the address calls a place of the page: `#op-listVms`, `#type-Vm`. Pure. */
export function parsePlace(hash: string): { readonly kind: 'op' | 'type'; readonly name: string } | undefined {
  const [, kind, name] = /^#(op|type)-([\w-]{1,100})$/.exec(hash) ?? [];
  return (kind === 'op' || kind === 'type') && name !== undefined ? { kind, name } : undefined;
}
