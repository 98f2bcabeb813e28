'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { levelRank } from '#lib/derive/vital-sign.ts';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import { buttonClass } from '../_components/controls/controls.ts';
import { Labels, Transport } from '../_components/host/host-facts.client.tsx';
import { ScrapeRows, useScrapeColumns } from '../_components/host/scrape-rows.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { DataTable, RowGroup } from '../_components/layout/data-table.tsx';
import { Notice } from '../_components/layout/notice.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { Sign } from '../_components/status/sign.client.tsx';
import { HostLink } from '../_components/vm/vm-links.client.tsx';
import { targetsQuery } from '../_queries/targets.ts';

/** Targets that are drawn at once: those in trouble come first, and a table of thousands of rows would make the page slow. */
const firstTargets = 100;

function worstFirst(targets: readonly ApiTarget[], all: boolean): readonly ApiTarget[] {
  if (all || targets.length <= firstTargets) return targets;
  return targets.toSorted((a, b) => levelRank(a.sign.level) - levelRank(b.sign.level)).slice(0, firstTargets);
}

/** Host × collector: how the last scrape ended and when the next one runs. */
export function Targets() {
  const t = useTranslate();
  const columns = useScrapeColumns();
  const targets = useQuery(targetsQuery()).data?.targets ?? [];
  const [all, setAll] = useState(false);
  if (targets.length === 0) {
    return (
      <Notice size="page" title={t('overview.empty.title')}>
        <p>{t('overview.empty.body')}</p>
        <p>{t('overview.empty.hint')}</p>
      </Notice>
    );
  }
  return (
    <>
      <PageHeading title={t('targets.title')}>{t('targets.intro')}</PageHeading>
      <Card label={t('targets.caption')}>
        <DataTable caption={t('targets.caption')} columns={columns} grouped>
          {worstFirst(targets, all).map((target) => (
            <RowGroup key={target.host} columns={columns} heading={<TargetHeading target={target} />}>
              {target.scrapes.length > 0 ? (
                <ScrapeRows scrapes={target.scrapes} />
              ) : (
                <tr>
                  <td colSpan={columns.length} className="px-4 py-1 text-muted">
                    {t('targets.noScrapes')}
                  </td>
                </tr>
              )}
            </RowGroup>
          ))}
        </DataTable>
        {!all && targets.length > firstTargets && (
          <div className="border-line border-t px-4 py-2">
            <button type="button" className={buttonClass} onClick={() => setAll(true)}>
              {t('targets.more', { count: targets.length })}
            </button>
          </div>
        )}
      </Card>
    </>
  );
}

function TargetHeading({ target }: { readonly target: ApiTarget }) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="font-semibold text-sm">
        <HostLink host={target.host} />
      </span>
      <Sign sign={target.sign} />
      <Transport transport={target.transport} />
      {target.address !== null && <bdi className="text-muted">{target.address}</bdi>}
      {Object.keys(target.labels).length > 0 && <Labels labels={target.labels} />}
    </span>
  );
}
