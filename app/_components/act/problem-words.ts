import { RefusedError } from '#app/_queries/send-json.ts';
import { en, type MessageKey } from '#lib/i18n/catalogue.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiFieldError } from '#lib/model/api/problem.ts';

/** Why a field was refused, in the reader's words; the server's own where it says more, such as about a pattern. */
export function fieldWords({ code, detail }: ApiFieldError, t: Translate): string {
  const key = `problem.field.${code}`;
  return isKey(key) ? t.message({ key, params: { detail } }) : detail;
}

/** Why a write came to nothing, in the reader's words. */
export function problemWords(error: unknown, t: Translate): string {
  if (!(error instanceof RefusedError)) return t('problem.unreachable');
  const { code, detail } = error.problem;
  const key = `problem.${code}`;
  return isKey(key) ? t.message({ key, params: { detail } }) : detail;
}

/** The field of a refusal that `paths` is about: itself, or something inside of it. */
export function errorAt(error: unknown, path: string): ApiFieldError | undefined {
  if (!(error instanceof RefusedError)) return undefined;
  return error.problem.errors.find((one) => one.path === path || one.path.startsWith(`${path}.`));
}

function isKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}
