/** Where somebody goes after the log-in, when the request named a place: a path of ours with its query, never another site. */
export function safeReturnPath(given: string | null | undefined): string {
  if (given === null || given === undefined || given.length > 2_000) return '/';
  // Browsers take `\` for `/`, and drop tabs and line ends before they look.
  if (!given.startsWith('/') || /^\/[/\\]/.test(given) || /[\p{Cc}\\]/u.test(given)) return '/';
  const base = 'http://hvitals.invalid';
  const url = URL.canParse(given, base) ? new URL(given, base) : undefined;
  if (url === undefined || url.origin !== base || url.pathname.startsWith('//')) return '/';
  // These would send the person around in circles, or out again.
  return /^\/(login|logout|auth)(\/|$)/.test(url.pathname) ? '/' : `${url.pathname}${url.search}`;
}
