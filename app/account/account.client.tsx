'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { OwnPassword } from '../_components/access/own-password.client.tsx';
import { OwnSessions } from '../_components/access/own-sessions.client.tsx';
import { When } from '../_components/access/when.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { Facts } from '../_components/layout/facts.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { useSession } from '../_components/session/use-session.client.tsx';
import { accountQuery } from '../_queries/access.ts';

/** The user who sits here: what it is called and may do, its password, and where it is logged in. */
export function Account() {
  const t = useTranslate();
  const isUser = useSession()?.kind === 'user';
  const { data, isError } = useQuery({ ...accountQuery, enabled: isUser });
  if (!isUser) return <Framed note={<StateNote kind="unsupported">{t('account.none')}</StateNote>} />;
  if (data === undefined) return <Framed note={<StateNote kind={isError ? 'error' : 'loading'} />} />;
  const rows = [
    { label: t('account.name'), value: <bdi className="font-medium">{data.name}</bdi> },
    {
      label: t('access.role'),
      value: (
        <>
          {t(`access.role.${data.role}`)} <span className="text-muted">({t(`access.role.${data.role}.may`)})</span>
        </>
      ),
    },
    ...(data.issuer === null ? [] : [{ label: t('account.issuer'), value: <bdi className="wrap-anywhere">{data.issuer}</bdi> }]),
    { label: t('users.added'), value: <When at={data.createdAt} /> },
  ];
  return (
    <>
      <PageHeading title={t('account.title')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card label={t('account.title')}>
          <Facts rows={rows} />
        </Card>
        {data.issuer === null && <OwnPassword name={data.name} />}
        <div className="min-w-0 lg:col-span-2">
          <OwnSessions sessions={data.sessions} />
        </div>
      </div>
    </>
  );
}

function Framed({ note }: { readonly note: ReactNode }) {
  const t = useTranslate();
  return (
    <>
      <PageHeading title={t('account.title')} />
      <Card label={t('account.title')}>{note}</Card>
    </>
  );
}
