/** Lengths of a shift, in hours: what a handover can look back on. */
export const handoverHours = [8, 12, 24] as const;
export type HandoverHours = (typeof handoverHours)[number];

/** The hours of a URL; 12 where it names none that there are. Of a name that stands twice the first counts. Pure. */
export function parseHandoverHours(value: string | readonly string[] | null | undefined): HandoverHours {
  const first = typeof value === 'object' && value !== null ? value[0] : value;
  return handoverHours.find((hours) => String(hours) === first) ?? 12;
}
