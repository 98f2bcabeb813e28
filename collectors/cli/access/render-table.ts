/** Rows in columns as wide as they need, two blanks apart. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** UTC to the minute; — where there is no time. */
export function formatTime(at: number | undefined): string {
  return at === undefined ? '—' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
