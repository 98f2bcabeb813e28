const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** How an item may differ between hosts and guests (hyperv-facts.md 1.1, 1.2). */
export interface KvpXmlStyle {
  readonly indented?: boolean;
  readonly source?: number | undefined;
  readonly sourceType?: string;
}

/**
 * One KVP item as Hyper-V renders it: a CIM-DTD instance, properties in the order of the alphabet, an empty property without a VALUE.
 * `source: undefined` leaves the Source property out.
 */
export function toKvpXml(key: string, value: string, style: KvpXmlStyle = {}): string {
  const { indented = false, sourceType = 'uint16' } = style;
  const source = 'source' in style ? style.source : 1;
  const property = (name: string, attributes: string, content: string) => {
    const text = content === '' ? '' : `<VALUE>${escapeXml(content)}</VALUE>`;
    const inner = indented && text !== '' ? `\n         ${text}\n      ` : text;
    return `<PROPERTY NAME="${name}" ${attributes}>${inner}</PROPERTY>`;
  };
  const properties = [
    property('Caption', 'PROPAGATED="true" TYPE="string"', ''),
    property('Data', 'TYPE="string"', value),
    property('Description', 'PROPAGATED="true" TYPE="string"', ''),
    property('ElementName', 'PROPAGATED="true" TYPE="string"', ''),
    property('Name', 'TYPE="string"', key),
    ...(source === undefined ? [] : [property('Source', `TYPE="${sourceType}"`, String(source))]),
  ];
  const body = indented ? `\n      ${properties.join('\n      ')}\n` : properties.join('');
  return `<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem">${body}</INSTANCE>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character).replaceAll('\r', '&#13;');
}
