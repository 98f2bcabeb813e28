// Besides control characters, those that turn the direction of what follows: they can make a page show another text than is there.
const anyControl = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const controlInLines = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
/** Printable ASCII. */
const plain = /^[ -~]*$/;
const replacement = '\ufffd';

/** A guest's text as it may be held, and what had to be changed. */
export interface CleanText {
  readonly text: string;
  readonly hadControls: boolean;
  readonly wasWellFormed: boolean;
}

/**
 * At most `longest` UTF-16 units of a text that a guest wrote, well formed and without control characters; each of those becomes
 * U+FFFD. `lines` keeps line breaks and tabs, as a value of several lines has them.
 */
export function cleanText(text: string, longest: number, lines: 'one-line' | 'lines'): CleanText {
  // Nearly all texts are such, and one look at them costs a fraction of the rest.
  if (text.length <= longest && plain.test(text)) return { text, hadControls: false, wasWellFormed: true };
  const cut = text.length > longest ? text.slice(0, longest).replace(/[\ud800-\udbff]$/, '') : text;
  const wellFormed = cut.toWellFormed();
  const cleaned = wellFormed.replace(lines === 'lines' ? controlInLines : anyControl, replacement);
  return { text: cleaned, hadControls: cleaned !== wellFormed, wasWellFormed: text.isWellFormed() };
}
