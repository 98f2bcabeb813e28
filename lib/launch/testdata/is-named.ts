/** Whether a test of this name stands in the text of its file: as a whole literal, not as a part of something else. Pure. */
export function isNamed(text: string, name: string): boolean {
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`));
}
