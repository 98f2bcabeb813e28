/** One line of the doctor: what was tried, how it went, and what to do about it where it did not go well. */
export type CheckResult =
  | { readonly status: 'ok'; readonly subject: string; readonly message: string }
  | { readonly status: 'warn' | 'fail'; readonly subject: string; readonly message: string; readonly advice: string };

/** `fail  hv01: ssh refused the key. → Put the public key into …`; text from hosts is made printable. */
export function renderResult(result: CheckResult): string {
  const line = `${result.status.padEnd(4)}  ${result.subject}: ${result.message}`;
  return printable(result.status === 'ok' ? line : `${line}\n      → ${result.advice}`);
}

/** Hosts and guests choose some of this text, and a terminal obeys control characters. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
