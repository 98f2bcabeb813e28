import { titled } from '../_server/preferences.ts';
import { Account } from './account.client.tsx';

export const generateMetadata = titled('account.title');

/** Its data is asked for by the browser: only a session says whose it is. */
export default function AccountPage() {
  return <Account />;
}
