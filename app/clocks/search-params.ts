/** No target's name is longer. */
const longestName = 253;

/** The host that `?host=` names; undefined for all hosts. Of a name that stands twice the first counts. Pure. */
export function parseClockHost(value: string | readonly string[] | null | undefined): string | undefined {
  const first = typeof value === 'object' && value !== null ? value[0] : value;
  const name = first?.trim() ?? '';
  return name === '' || name.length > longestName ? undefined : name;
}

/** The address of the clocks of one host, or of all. Pure. */
export function toClocksHref(host: string | undefined): string {
  return host === undefined ? '/clocks' : `/clocks?${new URLSearchParams({ host })}`;
}
