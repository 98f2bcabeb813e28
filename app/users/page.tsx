import { usersQuery } from '../_queries/access.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadUsers } from '../_server/load-users.ts';
import { titled } from '../_server/preferences.ts';
import { Users } from './users.client.tsx';

export const generateMetadata = titled('users.title');

export default function UsersPage() {
  return withStore(async () => (
    <Hydrate loaded={[{ queryKey: usersQuery.queryKey, data: await loadUsers(Date.now()) }]}>
      <Users />
    </Hydrate>
  ));
}
