'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { ApiToken } from '#lib/model/api/tokens.ts';
import { AccessHeading } from '../_components/access/access-heading.client.tsx';
import { SecretTable } from '../_components/access/secret-table.client.tsx';
import { primaryButtonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { tokensQuery } from '../_queries/access.ts';

// A page begins without what only a click needs.
const TokenDialog = dynamic(() => import('../_components/access/token-dialog.client.tsx').then((part) => part.TokenDialog));
const ConfirmDialog = dynamic(() => import('../_components/access/confirm-dialog.client.tsx').then((part) => part.ConfirmDialog));

/** What programs show to be let in. */
export function Tokens() {
  const t = useTranslate();
  const list = useQuery(tokensQuery);
  const rows = list.data?.tokens;
  const [asked, setAsked] = useState<'new' | ApiToken>();
  const close = () => setAsked(undefined);
  return (
    <>
      <AccessHeading title={t('tokens.title')}>{t('tokens.intro')}</AccessHeading>
      <Card
        title={t('tokens.caption')}
        testId="tokens"
        aside={
          <button type="button" className={primaryButtonClass} onClick={() => setAsked('new')}>
            {t('tokens.add')}
          </button>
        }
      >
        {rows === undefined ? (
          <StateNote kind={list.isError ? 'error' : 'loading'} />
        ) : rows.length === 0 ? (
          <StateNote kind="empty">{t('tokens.none')}</StateNote>
        ) : (
          <SecretTable caption={t('tokens.caption')} rows={rows} onRevoke={setAsked} />
        )}
      </Card>
      {asked === 'new' && <TokenDialog onClose={close} />}
      {asked !== undefined && asked !== 'new' && (
        <ConfirmDialog
          title={t('tokens.revoke.title', { name: asked.name })}
          body={t('tokens.revoke.body')}
          submit={t('access.revoke')}
          send={() => writeApi('DELETE /api/v1/tokens/{id}', { id: asked.id }, {})}
          onClose={close}
        />
      )}
    </>
  );
}
