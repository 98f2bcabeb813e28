import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { safeReturnPath } from '#lib/auth/return-path.ts';
import { loadLogIn } from '../_server/load-log-in.ts';
import { titled } from '../_server/preferences.ts';
import { readSessionHeader } from '../_server/session-header.ts';
import { LogIn } from './log-in.client.tsx';
import { parseWhy } from './search-params.ts';

export const generateMetadata = titled('logIn.title');

interface LogInPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function LogInPage({ searchParams }: LogInPageProps) {
  const { to: givenTo, why } = await searchParams;
  const to = safeReturnPath(typeof givenTo === 'string' ? givenTo : undefined);
  const loaded = await loadLogIn();
  const session = readSessionHeader(await headers());
  // Who is known already has nothing to do here.
  if (loaded === undefined || session?.kind === 'user') redirect(to);
  return <LogIn {...loaded} to={to} why={parseWhy(typeof why === 'string' ? why : undefined)} />;
}
