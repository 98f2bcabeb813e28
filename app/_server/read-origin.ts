import { headers } from 'next/headers';

/** This app as the browser calls it. The server has checked the name that it was called by. */
export async function readOrigin(): Promise<string> {
  const head = await headers();
  const scheme = head.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${scheme}://${head.get('host') ?? 'localhost'}`;
}
