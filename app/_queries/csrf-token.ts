import { fetchSession } from './session.ts';

let token: Promise<string | null> | undefined;

/** What writes of this session send along; null where they need nothing. Asked for once. */
export function csrfToken(): Promise<string | null> {
  token ??= fetchSession(AbortSignal.timeout(10_000)).then(
    (session) => session.csrfToken,
    (error: unknown) => {
      // The next write asks again.
      token = undefined;
      throw error;
    },
  );
  return token;
}

/** The server did not take it. */
export function forgetCsrfToken(): void {
  token = undefined;
}
