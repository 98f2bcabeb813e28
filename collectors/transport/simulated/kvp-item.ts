/** Source of an item by its block (hyperv-facts.md 1.2). */
export const kvpSources = { host: 0, guest: 1, intrinsic: 2 } as const;

/**
 * One KVP item as Hyper-V writes it: a CIM-DTD document on one line, properties in alphabetical order, and no VALUE where the data
 * is empty (hyperv-facts.md 1.1).
 */
export function renderKvpItem(block: keyof typeof kvpSources, key: string, value: string): string {
  return (
    '<INSTANCE CLASSNAME="Msvm_KvpExchangeDataItem">' +
    '<PROPERTY NAME="Caption" PROPAGATED="true" TYPE="string"></PROPERTY>' +
    `<PROPERTY NAME="Data" TYPE="string">${renderValue(value)}</PROPERTY>` +
    '<PROPERTY NAME="Description" PROPAGATED="true" TYPE="string"></PROPERTY>' +
    '<PROPERTY NAME="ElementName" PROPAGATED="true" TYPE="string"></PROPERTY>' +
    `<PROPERTY NAME="Name" TYPE="string">${renderValue(key)}</PROPERTY>` +
    `<PROPERTY NAME="Source" TYPE="uint16"><VALUE>${kvpSources[block]}</VALUE></PROPERTY>` +
    '</INSTANCE>'
  );
}

function renderValue(text: string): string {
  return text === '' ? '' : `<VALUE>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</VALUE>`;
}
