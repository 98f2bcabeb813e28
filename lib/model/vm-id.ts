declare const vmIdBrand: unique symbol;

/** A virtual machine's GUID, lower case, without braces: the key of every VM. The display name is never a key. */
export type VmId = string & { readonly [vmIdBrand]: true };

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Reads a GUID as Hyper-V writes it: any letter case, with or without braces (cim-facts.md 0.1).
 * Returns undefined for anything else, such as the host's own row, whose Name is a NetBIOS name.
 */
export function parseVmId(text: string): VmId | undefined {
  // Our own scripts send it so.
  if (guid.test(text)) return text as VmId;
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\{(.*)\}$/, '$1');
  return guid.test(bare) ? (bare as VmId) : undefined;
}
