'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { writeApi } from '#app/_queries/write-api.ts';
import type { Matcher } from '#lib/alerting/matcher.ts';
import type { ApiWindow } from '#lib/model/api/maintenance.ts';
import type { ApiSilence } from '#lib/model/api/silences.ts';
import { SilenceList } from '../_components/act/silence-list.client.tsx';
import { WindowList } from '../_components/act/window-list.client.tsx';
import { buttonClass, primaryButtonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { useMay } from '../_components/session/use-session.client.tsx';
import { maintenanceQuery, silencesQuery } from '../_queries/silences.ts';
import { parseSilenceAsked } from './search-params.ts';

// A page begins without what only a click needs.
const SilenceDialog = dynamic(() => import('../_components/act/silence-dialog.client.tsx').then((part) => part.SilenceDialog));
const SilenceChangeDialog = dynamic(() =>
  import('../_components/act/silence-change-dialog.client.tsx').then((part) => part.SilenceChangeDialog),
);
const WindowDialog = dynamic(() => import('../_components/act/window-dialog.client.tsx').then((part) => part.WindowDialog));
const ByDialog = dynamic(() => import('../_components/act/by-dialog.client.tsx').then((part) => part.ByDialog));

type Asked =
  | { readonly kind: 'new'; readonly matchers: readonly Matcher[]; readonly comment: string }
  | { readonly kind: 'change' | 'end'; readonly silence: ApiSilence }
  | { readonly kind: 'window'; readonly window?: ApiWindow }
  | { readonly kind: 'delete'; readonly window: ApiWindow };

/** Silences and maintenance windows: what keeps alerts from being told, by whom, why and until when. */
export function Silences() {
  const t = useTranslate();
  const silences = useQuery(silencesQuery);
  const windows = useQuery(maintenanceQuery);
  const inUrl = parseSilenceAsked(new URLSearchParams(useSearchParams().toString()));
  const [asked, setAsked] = useState<Asked>();
  // Only in the browser are the reader's name and zone known, with which the dialog begins.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the page comes
  useEffect(() => {
    if (inUrl !== undefined && maySilence) setAsked({ kind: 'new', matchers: inUrl.matchers, comment: '' });
  }, []);
  const [maySilence, mayMaintain] = [useMay('silence'), useMay('maintain')];
  const close = () => {
    setAsked(undefined);
    // Who reloads the page does not ask for the silence once more.
    if (inUrl !== undefined) window.history.replaceState(null, '', '/silences');
  };
  return (
    <>
      <PageHeading title={t('silences.title')}>{t('silences.intro')}</PageHeading>
      <div className="space-y-4">
        <Card
          title={t('silences.silences')}
          testId="silences"
          aside={
            maySilence && (
              <button
                type="button"
                className={primaryButtonClass}
                onClick={() => setAsked({ kind: 'new', matchers: [], comment: '' })}
              >
                {t('silence.new')}
              </button>
            )
          }
        >
          {silences.data === undefined ? (
            <StateNote kind={silences.isError ? 'error' : 'loading'} />
          ) : (
            <SilenceList
              silences={silences.data.silences}
              onChange={(silence) => setAsked({ kind: 'change', silence })}
              onEnd={(silence) => setAsked({ kind: 'end', silence })}
              onAgain={({ matchers, comment }) => setAsked({ kind: 'new', matchers, comment })}
            />
          )}
        </Card>
        <Card
          title={t('windows.title')}
          testId="windows"
          aside={
            mayMaintain && (
              <button type="button" className={buttonClass} onClick={() => setAsked({ kind: 'window' })}>
                {t('window.new')}
              </button>
            )
          }
        >
          {windows.data === undefined ? (
            <StateNote kind={windows.isError ? 'error' : 'loading'} />
          ) : (
            <WindowList
              windows={windows.data.windows}
              onChange={(window) => setAsked({ kind: 'window', window })}
              onDelete={(window) => setAsked({ kind: 'delete', window })}
            />
          )}
        </Card>
      </div>
      {asked !== undefined && <AskedDialog asked={asked} onClose={close} />}
    </>
  );
}

function AskedDialog({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const t = useTranslate();
  switch (asked.kind) {
    case 'new':
      return <SilenceDialog matchers={asked.matchers} comment={asked.comment} onClose={onClose} />;
    case 'change':
      return <SilenceChangeDialog silence={asked.silence} onClose={onClose} />;
    case 'end':
      return (
        <ByDialog
          title={t('silence.end.title')}
          body={t('silence.end.body', { comment: asked.silence.comment, count: asked.silence.hits })}
          submit={t('silence.end')}
          send={(by) => writeApi('DELETE /api/v1/silences/{id}', { id: asked.silence.id }, { by })}
          onClose={onClose}
        />
      );
    case 'window':
      return <WindowDialog {...(asked.window === undefined ? {} : { window: asked.window })} onClose={onClose} />;
    case 'delete':
      return (
        <ByDialog
          title={t('window.delete.title')}
          body={t('window.delete.body', { name: asked.window.name })}
          submit={t('window.delete')}
          send={(by) => writeApi('DELETE /api/v1/maintenance/{id}', { id: asked.window.id }, { by })}
          onClose={onClose}
        />
      );
  }
}
