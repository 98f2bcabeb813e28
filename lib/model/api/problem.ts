import { z } from 'zod';

/** One field that is wrong: `path` as in the body, such as `matchers.0.value`; `code` is one word, `detail` says what would be valid. */
export const apiFieldError = z.object({ path: z.string(), code: z.string(), detail: z.string() });
export type ApiFieldError = z.infer<typeof apiFieldError>;

/** Why a request was refused (RFC 9457, `application/problem+json`). `code` is a word for programs, `detail` a sentence for people. */
export const apiProblem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  /** Empty where no field is to blame. */
  errors: z.array(apiFieldError),
});
export type ApiProblem = z.infer<typeof apiProblem>;
