import { XMLParser } from 'fast-xml-parser';
import { parseUsualItem } from './usual-item.ts';

/** One item as the guest wrote it, unescaped but neither cut nor cleaned. */
export interface RawKvpItem {
  readonly key: string;
  readonly value: string;
}

/** More text than the host sends for a whole block: longer items are not parsed at all. */
export const longestItemText = 512 * 1024;
/** INSTANCE, PROPERTY, VALUE make three; arrays and references of other CIM-DTD documents a few more. */
const deepestNesting = 8;
/** The parser's name for CDATA; no XML element can be called so. */
const cdata = '#cdata';

// The parser finds the elements and nothing else: it neither expands entities, nor converts or trims, nor merges nodes of one name.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  cdataPropName: cdata,
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: deepestNesting,
});

/** `<!` other than CDATA or a comment begins a document type: CIM-DTD items have none, so nothing with one is parsed. */
const declaration = /<!(?!\[CDATA\[|--)/;

/**
 * Reads one CIM-DTD `<INSTANCE>` document (hyperv-facts.md 1.1), on one line or indented. The key is the text of property `Name`, the
 * value that of `Data`, empty where Data has no VALUE. CLASSNAME, TYPE, Source and other properties are not looked at, because real
 * guests differ in them (hyperv-facts.md 1.2). Returns undefined for anything that is no such document. Never throws.
 */
export function parseKvpItem(text: string): RawKvpItem | undefined {
  if (text.length > longestItemText || declaration.test(text)) return undefined;
  return parseUsualItem(text) ?? parseXmlItem(text);
}

/** The same by an XML parser, for every layout that there may be. `text` has no document type. */
export function parseXmlItem(text: string): RawKvpItem | undefined {
  const instance = childrenOf(parseDocument(text), 'INSTANCE')[0];
  if (instance === undefined) return undefined;
  const key = propertyText(instance, 'Name');
  const value = propertyText(instance, 'Data');
  // Without a name there is no item; without data there is one with an empty value.
  if (typeof key !== 'string' || key === '' || value === null) return undefined;
  return { key, value: value ?? '' };
}

/** The document's nodes in order; an empty list where it is not well-formed XML. */
function parseDocument(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch {
    // Not well-formed, too deep, or a reserved name: the item as a whole is malformed, and the caller says so.
    return [];
  }
}

/** Text of a CIM property, empty without a VALUE; undefined without such a property, null where the text cannot be read. */
function propertyText(instance: Node, name: string): string | null | undefined {
  const property = childrenOf(instance.children, 'PROPERTY').find((candidate) => candidate.name === name);
  if (property === undefined) return undefined;
  const [value] = childrenOf(property.children, 'VALUE');
  return value === undefined ? '' : textOf(value.children);
}

interface Node {
  /** The NAME attribute. */
  readonly name: string | undefined;
  readonly children: unknown;
}

/** The elements called `tag` among a parser's list of nodes, each `{ TAG: children, ':@': attributes }`. */
function childrenOf(nodes: unknown, tag: string): readonly Node[] {
  const found: Node[] = [];
  for (const node of toList(nodes)) {
    const children = own(node, tag);
    if (children === undefined) continue;
    const name = own(own(node, ':@'), 'NAME');
    found.push({ name: typeof name === 'string' ? name : undefined, children });
  }
  return found;
}

/** All text of a list of nodes, references replaced; null with a reference that XML does not define. */
function textOf(nodes: unknown): string | null {
  let text = '';
  for (const node of toList(nodes)) {
    const plain = own(node, '#text');
    if (typeof plain === 'string') {
      const decoded = decodeReferences(plain);
      if (decoded === null) return null;
      text += decoded;
    }
    for (const part of toList(own(node, cdata))) {
      const literal = own(part, '#text');
      if (typeof literal === 'string') text += literal;
    }
  }
  return text;
}

function toList(nodes: unknown): readonly unknown[] {
  return Array.isArray(nodes) ? nodes : [];
}

/** An object's own property: never one that every object inherits. */
function own(value: unknown, property: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, property)?.value : undefined;
}

const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const reference = /&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,10})|([a-z]{1,8}));|&/g;

/** Replaces XML's five entities and numeric references, once; null where any other `&` stands in the text. */
function decodeReferences(text: string): string | null {
  let unknown = false;
  const decoded = text.replace(reference, (_whole, hex?: string, decimal?: string, entity?: string) => {
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const replacement =
      entity === undefined ? (codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined) : predefined.get(entity);
    unknown ||= replacement === undefined;
    return replacement ?? '';
  });
  return unknown ? null : decoded;
}
