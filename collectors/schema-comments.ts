import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import type { JsonObject, JsonValue } from '#lib/api/render-openapi.ts';

/** What the comments of a schema say: of itself, and of its members. */
export interface FieldDocs {
  readonly text: string | undefined;
  readonly fields: ReadonlyMap<string, FieldDocs>;
}

/** Constants by file and name, since several files may have one of the same name. */
type Constants = ReadonlyMap<string, { readonly file: string; readonly statement: ts.Node; readonly initializer: ts.Expression }>;

/**
 * Reads the comments above schemas and their members, so that what is written once for people who read the code is also in the document.
 * By the name of each exported constant.
 */
export function readFieldDocs(files: readonly string[]): ReadonlyMap<string, FieldDocs> {
  const constants = new Map<string, { file: string; statement: ts.Node; initializer: ts.Expression }>();
  const names: string[] = [];
  for (const path of files) {
    const file = basename(path);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || initializer === undefined) continue;
        const constant = { file, statement, initializer };
        constants.set(`${file} ${name.text}`, constant);
        if (!isExported) continue;
        constants.set(name.text, constant);
        names.push(name.text);
      }
    }
  }
  return new Map(names.map((name) => [name, docsOf(name, constants)]));
}

function docsOf(name: string, constants: Constants, seen: readonly string[] = []): FieldDocs {
  const constant = constants.get(name);
  if (constant === undefined || seen.includes(name)) return { text: undefined, fields: new Map() };
  const fields = fieldsOf(constant.initializer, constant.file, constants, [...seen, name]);
  return { text: commentOf(constant.statement), fields };
}

/** Members of the object that an expression makes, wherever in it that stands: `z.array(z.object({…}))`, `base.extend({…})`. */
function fieldsOf(
  node: ts.Expression,
  file: string,
  constants: Constants,
  seen: readonly string[],
): ReadonlyMap<string, FieldDocs> {
  const named = (name: string) => docsOf(constants.has(`${file} ${name}`) ? `${file} ${name}` : name, constants, seen).fields;
  if (ts.isIdentifier(node)) return named(node.text);
  if (ts.isPropertyAccessExpression(node)) return fieldsOf(node.expression, file, constants, seen);
  if (ts.isCallExpression(node)) {
    return new Map([node.expression, ...node.arguments].flatMap((part) => [...fieldsOf(part, file, constants, seen)]));
  }
  if (ts.isArrayLiteralExpression(node))
    return new Map(node.elements.flatMap((one) => [...fieldsOf(one, file, constants, seen)]));
  if (!ts.isObjectLiteralExpression(node)) return new Map();
  return new Map(
    node.properties.flatMap((member): (readonly [string, FieldDocs])[] => {
      if (ts.isSpreadAssignment(member)) return [...fieldsOf(member.expression, file, constants, seen)];
      if (!ts.isPropertyAssignment(member)) return [];
      const name = ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : '';
      return [[name, { text: commentOf(member), fields: fieldsOf(member.initializer, file, constants, seen) }]];
    }),
  );
}

/** The comment that stands right above. */
function commentOf(node: ts.Node): string | undefined {
  const text = node.getSourceFile().text;
  const last = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1);
  const comment = last === undefined ? '' : text.slice(last.pos, last.end);
  if (!comment.startsWith('/**')) return undefined;
  return comment
    .replaceAll(/^\/\*\*|\*\/$/g, '')
    .replaceAll(/^\s*\*\s?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Writes the comments into a JSON Schema, where it does not say something itself already. */
export function describeFields(schema: JsonObject, docs: FieldDocs | undefined): void {
  if (docs === undefined) return;
  if (docs.text !== undefined && schema.description === undefined) schema.description = docs.text;
  for (const part of partsOf(schema)) {
    const { properties } = part;
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) continue;
    for (const [name, member] of Object.entries(properties)) {
      const field = docs.fields.get(name);
      if (field !== undefined && isObject(member)) describeFields(member, field);
    }
  }
}

/** The schema itself, and what may stand in its place or in its list. */
function partsOf(schema: JsonObject): readonly JsonObject[] {
  const { anyOf, oneOf, items, additionalProperties } = schema;
  const inner = [anyOf, oneOf].flatMap((all) => (Array.isArray(all) ? all.filter(isObject) : []));
  for (const one of [items, additionalProperties]) if (one !== undefined && isObject(one)) inner.push(one);
  return [schema, ...inner.flatMap(partsOf)];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
