type Cell = string | number | null | undefined;

/** Spreadsheets take a text that begins so for a formula (OWASP, "CSV Injection"), also in full width and after blanks. */
const formula = /^[\s\p{Cf}]*[=+\-@\t\r|%＝＋－＠]/u;

/**
 * Rows → CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, without which they guess the encoding. Text that could act as
 * a formula gets an apostrophe in front; numbers stay numbers. Missing values are empty.
 */
export function toCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(writeCell).join(',')];
  for (const row of rows) lines.push(row.map(writeCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function writeCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
