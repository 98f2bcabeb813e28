import { parseKvpItem } from '#lib/model/kvp-item.ts';
import { isHarmless } from './harmless-text.ts';
import type { Tokens } from './tokens.ts';

/** Intrinsic keys that Microsoft documents (hyperv-facts.md 1.3). All other keys are the guest's own words. */
const documentedKeys = new Set([
  'CSDVersion',
  'FullyQualifiedDomainName',
  'IntegrationServicesVersion',
  'NetworkAddressIPv4',
  'NetworkAddressIPv6',
  'OSBuildNumber',
  'OSEditionId',
  'OSName',
  'OSMajorVersion',
  'OSMinorVersion',
  'OSPlatformId',
  'OSVersion',
  'ProcessorArchitecture',
  'ProductType',
  'RDPAddressIPv4',
  'RDPAddressIPv6',
  'ServicePackMajor',
  'ServicePackMinor',
  'SuiteMask',
]);

/** Longer texts than this keep their length, because limits are what such an item is about. */
const ordinaryLength = 200;
export const control = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const controlInValue = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/**
 * One KVP item with key and value replaced. It is written anew, so nothing can hide in its markup; an item that hvitals cannot read
 * becomes as long an item that it cannot read either. What makes an item odd stays: its length, control characters, broken Unicode.
 */
export function redactKvpItem(block: string, item: unknown, tokens: Tokens): unknown {
  if (typeof item !== 'string') return null;
  const parsed = parseKvpItem(item);
  if (parsed === undefined) return '<INSTANCE '.padEnd(item.length, 'x');
  const documented = block === 'intrinsic' && documentedKeys.has(parsed.key);
  const key = documented ? parsed.key : keepOddness(parsed.key, tokens.text('key', parsed.key), control);
  const value = redactValue(parsed.value, documented, tokens);
  return writeItem(item, key, value);
}

function redactValue(value: string, documented: boolean, tokens: Tokens): string {
  if (value === '' || (documented && isHarmless(value))) return value;
  return keepOddness(value, tokens.byShape(value, 'value'), controlInValue);
}

/** The stand-in with what was odd about the original: control characters, broken Unicode, great length. */
export function keepOddness(original: string, token: string, controls: RegExp): string {
  const odd = `${token}${controls.test(original) ? '\u0007' : ''}${original.isWellFormed() ? '' : '\ud800'}`;
  return original.length > ordinaryLength ? odd.padEnd(original.length, 'x') : odd;
}

/** An item in the layout of the original: on one line or indented, Source as it was. */
export function writeItem(original: string, key: string, value: string): string {
  const indented = /^\s*<INSTANCE[^>]*>\s*\n/.test(original);
  const [, sourceType, source] = /NAME="Source" TYPE="(uint\d{1,2})">\s*<VALUE>(\d{1,5})<\/VALUE>/.exec(original) ?? [];
  const property = (name: string, attributes: string, text: string) => {
    const written = text === '' ? '' : `<VALUE>${escapeXml(text)}</VALUE>`;
    return `<PROPERTY NAME="${name}" ${attributes}>${indented && written !== '' ? `\n         ${written}\n      ` : written}</PROPERTY>`;
  };
  const properties = [
    property('Caption', 'PROPAGATED="true" TYPE="string"', ''),
    property('Data', 'TYPE="string"', value),
    property('Description', 'PROPAGATED="true" TYPE="string"', ''),
    property('ElementName', 'PROPAGATED="true" TYPE="string"', ''),
    property('Name', 'TYPE="string"', key),
    ...(source === undefined ? [] : [property('Source', `TYPE="${sourceType}"`, source)]),
  ];
  const body = indented ? `\n      ${properties.join('\n      ')}\n` : properties.join('');
  return `<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem">${body}</INSTANCE>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
