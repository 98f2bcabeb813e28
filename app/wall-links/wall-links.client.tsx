'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { ApiWallLink } from '#lib/model/api/wall-links.ts';
import { AccessHeading } from '../_components/access/access-heading.client.tsx';
import { SecretTable } from '../_components/access/secret-table.client.tsx';
import { primaryButtonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { wallLinksQuery } from '../_queries/access.ts';

// A page begins without what only a click needs.
const WallLinkDialog = dynamic(() =>
  import('../_components/access/wall-link-dialog.client.tsx').then((part) => part.WallLinkDialog),
);
const ConfirmDialog = dynamic(() => import('../_components/access/confirm-dialog.client.tsx').then((part) => part.ConfirmDialog));

/** Addresses that show the wall to whoever has them. */
export function WallLinks() {
  const t = useTranslate();
  const list = useQuery(wallLinksQuery);
  const rows = list.data?.links;
  const [asked, setAsked] = useState<'new' | ApiWallLink>();
  const close = () => setAsked(undefined);
  return (
    <>
      <AccessHeading title={t('wallLinks.title')}>{t('wallLinks.intro')}</AccessHeading>
      <Card
        title={t('wallLinks.caption')}
        testId="wall-links"
        aside={
          <button type="button" className={primaryButtonClass} onClick={() => setAsked('new')}>
            {t('wallLinks.add')}
          </button>
        }
      >
        {rows === undefined ? (
          <StateNote kind={list.isError ? 'error' : 'loading'} />
        ) : rows.length === 0 ? (
          <StateNote kind="empty">{t('wallLinks.none')}</StateNote>
        ) : (
          <SecretTable caption={t('wallLinks.caption')} rows={rows} onRevoke={setAsked} />
        )}
      </Card>
      {asked === 'new' && <WallLinkDialog onClose={close} />}
      {asked !== undefined && asked !== 'new' && (
        <ConfirmDialog
          title={t('wallLinks.revoke.title', { name: asked.name })}
          body={t('wallLinks.revoke.body')}
          submit={t('access.revoke')}
          send={() => writeApi('DELETE /api/v1/wall-links/{id}', { id: asked.id }, {})}
          onClose={close}
        />
      )}
    </>
  );
}
