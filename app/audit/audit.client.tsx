'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { AccessHeading } from '../_components/access/access-heading.client.tsx';
import { AuditTable } from '../_components/access/audit-table.client.tsx';
import { buttonClass } from '../_components/controls/controls.ts';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { useNow } from '../_components/time/now.client.tsx';
import { auditQuery } from '../_queries/access.ts';
import { toApiUrl } from '../_queries/api-client.ts';
import { AuditFilters } from './audit-filters.client.tsx';
import { type AuditFilter, toAuditQuery } from './search-params.ts';

/** What people and programs did, narrowed by the URL. */
export function Audit({ filter }: { readonly filter: AuditFilter }) {
  const t = useTranslate();
  const { data, isError, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(auditQuery(filter));
  const entries = data?.pages.flatMap((page) => page.entries);
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <>
      <AccessHeading title={t('audit.title')}>{t('audit.intro')}</AccessHeading>
      <div className="space-y-4">
        <AuditFilters filter={filter} />
        <Card title={t('audit.caption')} testId="audit" aside={<AuditCsv filter={filter} />}>
          {entries === undefined ? (
            <StateNote kind={isError ? 'error' : 'loading'} />
          ) : entries.length === 0 ? (
            <StateNote kind="empty">{t(isNarrowed ? 'audit.noneHere' : 'audit.none')}</StateNote>
          ) : (
            <AuditTable entries={entries} />
          )}
          {hasNextPage && (
            <div className="border-line border-t px-4 py-2">
              <button
                type="button"
                className={buttonClass}
                aria-busy={isFetchingNextPage}
                disabled={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t('audit.older')}
              </button>
            </div>
          )}
        </Card>
      </div>
    </>
  );
}

/** All that the filter lets through, as a file for spreadsheets. */
function AuditCsv({ filter }: { readonly filter: AuditFilter }) {
  const t = useTranslate();
  const now = useNow();
  const query = { ...toAuditQuery(filter, now), format: 'csv', limit: 5_000 } as const;
  return (
    <a className={`${buttonClass} no-underline`} href={toApiUrl('GET /api/v1/audit', query)} download>
      {t('audit.csv')}
    </a>
  );
}
