/** Whether an answer is to be a table: what `format` says counts, else what the sender accepts. */
export function wantsCsv(request: Request, format: string | null): boolean {
  if (format === 'csv' || format === 'json') return format === 'csv';
  const accept = request.headers.get('accept') ?? '';
  return /\btext\/csv\b/.test(accept) && !/\bapplication\/json\b/.test(accept);
}
