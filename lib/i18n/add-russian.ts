import { ru } from './ru.ts';
import { addTexts } from './translate.ts';

/** Makes Russian known in this process or page. Apart from the translator, so that pages in English are spared its texts. */
export function addRussian(): void {
  addTexts('ru', ru);
}
