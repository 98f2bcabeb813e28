import { enCodes } from './en-codes.ts';
import { enFindings } from './en-findings.ts';
import { enPages } from './en-pages.ts';
import { enSigns } from './en-signs.ts';
import type { PluralForms } from './plural-forms.ts';

/** The English catalogue: the source of every key. Another language is a record over the same keys. */
export const en = { ...enCodes, ...enSigns, ...enFindings, ...enPages } as const satisfies Record<string, string | PluralForms>;

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string | PluralForms>>;
