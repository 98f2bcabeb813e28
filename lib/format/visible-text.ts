/** A stretch of text that can be shown as it is, or one character that would act instead of being seen. */
export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'control'; readonly text: string; readonly code: string };

// Controls, soft hyphen, zero-width and bidirectional marks, separators, lone surrogates, private use tags, BOM: what can hide, reorder or imitate text.
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/u;

function show(character: string): TextSegment {
  const point = character.codePointAt(0) ?? 0;
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  if (point < 0x20) return { kind: 'control', text: String.fromCodePoint(0x24_00 + point), code };
  if (point === 0x7f) return { kind: 'control', text: '\u2421', code };
  return { kind: 'control', text: code, code };
}

/**
 * Splits guest-controlled text so that nothing in it can act on the page or hide: control, format and bidirectional characters
 * become segments of their own with a visible stand-in. Joined, `text` segments and characters of the `code`s give the input back.
 */
export function visibleText(text: string): readonly TextSegment[] {
  // Nearly all text is plain, and thousands of names pass here while a table scrolls.
  if (text !== '' && !acting.test(text)) return [{ kind: 'text', text }];
  const segments: TextSegment[] = [];
  let plain = '';
  for (const character of text) {
    if (!acting.test(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') segments.push({ kind: 'text', text: plain });
    plain = '';
    segments.push(show(character));
  }
  if (plain !== '') segments.push({ kind: 'text', text: plain });
  return segments;
}

/** The same as one string, for places that take no markup: titles, accessible names, the document title. */
export function toVisibleString(text: string): string {
  return visibleText(text)
    .map((segment) => (segment.kind === 'text' ? segment.text : `⟨${segment.code}⟩`))
    .join('');
}
