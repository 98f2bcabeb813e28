/**
 * The path of a request line as every router must take it: decoded once, without query. Undefined for what two readers could take for two
 * paths: dot segments, empty parts, backslashes, control characters, or no UTF-8. Pure.
 */
export function canonicalPath(url: string): string | undefined {
  const raw = url.split(/[?#]/, 1)[0] ?? '';
  const path = decode(raw);
  if (path === undefined || !path.startsWith('/') || path.includes('//') || /[\p{Cc}\\]/u.test(path)) return undefined;
  return path.split('/').some((part) => part === '.' || part === '..') ? undefined : path;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
