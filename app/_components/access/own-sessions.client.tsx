'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { ApiOwnSession } from '#lib/model/api/account.ts';
import { buttonClass } from '../controls/controls.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Card } from '../layout/card.tsx';
import { type Column, DataRow, DataTable } from '../layout/data-table.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { nameBrowser } from './name-browser.ts';
import { When } from './when.client.tsx';

const ConfirmDialog = dynamic(() => import('./confirm-dialog.client.tsx').then((part) => part.ConfirmDialog));

/** Where the user is logged in, and the end of that. */
export function OwnSessions({ sessions }: { readonly sessions: readonly ApiOwnSession[] }) {
  const t = useTranslate();
  const [asked, setAsked] = useState<'others' | ApiOwnSession>();
  const close = () => setAsked(undefined);
  return (
    <Card
      title={t('account.sessions')}
      testId="own-sessions"
      aside={
        sessions.length > 1 && (
          <button type="button" className={buttonClass} onClick={() => setAsked('others')}>
            {t('account.sessions.endOthers')}
          </button>
        )
      }
    >
      <SessionTable sessions={sessions} onEnd={setAsked} />
      {asked === 'others' && (
        <ConfirmDialog
          title={t('account.sessions.endOthers')}
          body={t('account.sessions.endOthers.body')}
          submit={t('account.sessions.endOthers')}
          send={() => writeApi('DELETE /api/v1/account/sessions', {}, {})}
          onClose={close}
        />
      )}
      {asked !== undefined && asked !== 'others' && (
        <ConfirmDialog
          title={t('account.sessions.end.one', { name: nameBrowser(asked.userAgent) })}
          body={t('account.sessions.end.body')}
          submit={t('account.sessions.end')}
          send={() => writeApi('DELETE /api/v1/account/sessions/{id}', { id: asked.id }, {})}
          onClose={close}
        />
      )}
    </Card>
  );
}

interface SessionTableProps {
  readonly sessions: readonly ApiOwnSession[];
  readonly onEnd: (session: ApiOwnSession) => void;
}

function SessionTable({ sessions, onEnd }: SessionTableProps) {
  const t = useTranslate();
  const columns: readonly Column[] = [
    { id: 'browser', title: t('account.sessions.browser') },
    { id: 'address', title: t('account.sessions.address') },
    { id: 'seen', title: t('account.sessions.seen') },
    { id: 'begun', title: t('account.sessions.begun') },
    { id: 'acts', title: t('access.acts'), numeric: true },
  ];
  return (
    <DataTable caption={t('account.sessions.caption')} columns={columns}>
      {sessions.map((session) => {
        const browser = nameBrowser(session.userAgent);
        return (
          <DataRow
            key={session.id}
            columns={columns}
            cells={[
              <span key="browser" title={session.userAgent}>
                <GuestText text={browser} limit={60} />
                {session.isCurrent && <span className="ml-1.5 font-medium">({t('account.sessions.this')})</span>}
              </span>,
              <bdi key="address">{session.address}</bdi>,
              <When key="seen" at={session.seenAt} />,
              <When key="begun" at={session.createdAt} />,
              session.isCurrent ? (
                ''
              ) : (
                <button
                  key="acts"
                  type="button"
                  className={buttonClass}
                  aria-label={t('account.sessions.end.one', { name: browser })}
                  onClick={() => onEnd(session)}
                >
                  {t('account.sessions.end')}
                </button>
              ),
            ]}
          />
        );
      })}
    </DataTable>
  );
}
