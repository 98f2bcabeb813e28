/** The page for logging in, which then leads back to `here`, a path with its query. Pure. */
export function logInPath(here: string): string {
  return `/login?${new URLSearchParams({ to: here })}`;
}

let isLeaving = false;

/** The server does not know any more who sits here: goes to the page for that, once, however many requests say it. */
export function leaveToLogIn(): void {
  if (isLeaving || location.pathname === '/login') return;
  isLeaving = true;
  location.assign(logInPath(`${location.pathname}${location.search}`));
}
