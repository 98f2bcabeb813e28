import type { MessageKey } from './catalogue.ts';
import type { PluralForms } from './plural-forms.ts';

/**
 * Part of a catalogue in another language than English. What it lacks shows in English, so that a new English text blocks nobody; a
 * test lists what is missing.
 */
export type Translation = Readonly<Partial<Record<MessageKey, string | PluralForms>>>;
