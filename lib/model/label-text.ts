/** What a free name for people is made of, for messages. */
export const labelTextRule = 'a name of 1 to 100 characters, none of them a control character';

/** A name that a person gives to a thing, such as a token, without blanks around it; undefined where it is none. */
export function parseLabelText(text: string): string | undefined {
  const label = text.normalize('NFC').trim();
  return label.isWellFormed() && /^[^\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]{1,100}$/u.test(label) ? label : undefined;
}
