'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ApiUser } from '#lib/model/api/users.ts';
import { AccessHeading } from '../_components/access/access-heading.client.tsx';
import { When } from '../_components/access/when.client.tsx';
import { buttonClass, primaryButtonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { type Column, DataRow, DataTable } from '../_components/layout/data-table.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { useOwnName } from '../_components/session/use-session.client.tsx';
import { GuestText } from '../_components/text/guest-text.client.tsx';
import { usersQuery } from '../_queries/access.ts';

// A page begins without what only a click needs.
const UserDialog = dynamic(() => import('../_components/access/user-dialog.client.tsx').then((part) => part.UserDialog));
const UserChangeDialog = dynamic(() =>
  import('../_components/access/user-change-dialog.client.tsx').then((part) => part.UserChangeDialog),
);

/** Who may log in, and as what. */
export function Users() {
  const t = useTranslate();
  const users = useQuery(usersQuery);
  const own = useOwnName();
  const [asked, setAsked] = useState<'new' | ApiUser>();
  const close = () => setAsked(undefined);
  return (
    <>
      <AccessHeading title={t('users.title')}>{t('users.intro')}</AccessHeading>
      <Card
        title={t('users.caption')}
        testId="users"
        aside={
          <button type="button" className={primaryButtonClass} onClick={() => setAsked('new')}>
            {t('users.add')}
          </button>
        }
      >
        {users.data === undefined ? (
          <StateNote kind={users.isError ? 'error' : 'loading'} />
        ) : users.data.users.length === 0 ? (
          <StateNote kind="empty">{t('users.none')}</StateNote>
        ) : (
          <UserTable users={users.data.users} own={own} onChange={setAsked} />
        )}
      </Card>
      {asked === 'new' && <UserDialog onClose={close} />}
      {asked !== undefined && asked !== 'new' && <UserChangeDialog user={asked} isOwn={asked.name === own} onClose={close} />}
    </>
  );
}

interface UserTableProps {
  readonly users: readonly ApiUser[];
  readonly own: string | undefined;
  readonly onChange: (user: ApiUser) => void;
}

function UserTable({ users, own, onChange }: UserTableProps) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'name', title: t('access.name') },
    { id: 'role', title: t('access.role') },
    { id: 'state', title: t('users.state') },
    { id: 'by', title: t('users.by') },
    { id: 'loggedIn', title: t('users.loggedIn') },
    { id: 'sessions', title: t('users.sessions'), numeric: true },
    { id: 'added', title: t('users.added') },
    { id: 'acts', title: t('access.acts'), numeric: true },
  ];
  return (
    <DataTable caption={t('users.caption')} columns={columns}>
      {users.map((user) => (
        <DataRow
          key={user.id}
          columns={columns}
          className={user.disabled ? 'text-muted' : ''}
          cells={[
            <span key="name">
              <bdi className="font-medium">{user.name}</bdi>
              {user.name === own && <span className="text-muted"> ({t('users.you')})</span>}
            </span>,
            t(`access.role.${user.role}`),
            t(user.disabled ? 'users.state.disabled' : 'users.state.enabled'),
            user.issuer === null ? t('users.by.password') : <GuestText key="by" text={user.issuer} limit={60} />,
            <When key="loggedIn" at={user.loggedInAt} />,
            user.sessions,
            <When key="added" at={user.createdAt} />,
            <button
              key="acts"
              type="button"
              className={buttonClass}
              aria-label={t('users.change.one', { name: user.name })}
              onClick={() => onChange(user)}
            >
              {t('users.change')}
            </button>,
          ]}
        />
      ))}
    </DataTable>
  );
}
