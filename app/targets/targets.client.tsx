'use client';

import { useQuery } from '@tanstack/react-query';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import { Labels, Transport } from '../_components/host/host-facts.client.tsx';
import { ScrapeRows, useScrapeColumns } from '../_components/host/scrape-rows.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { DataTable } from '../_components/layout/data-table.tsx';
import { Notice } from '../_components/layout/notice.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { Sign } from '../_components/status/sign.client.tsx';
import { HostLink } from '../_components/vm/vm-table.client.tsx';
import { targetsQuery } from '../_queries/targets.ts';

/** Host × collector: how the last scrape ended and when the next one runs. */
export function Targets() {
  const t = useTranslate();
  const targets = useQuery(targetsQuery()).data?.targets ?? [];
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
      <div className="space-y-4">
        {targets.map((target) => (
          <TargetCard key={target.host} target={target} />
        ))}
      </div>
    </>
  );
}

function TargetCard({ target }: { readonly target: ApiTarget }) {
  const t = useTranslate();
  const columns = useScrapeColumns();
  const title = (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <HostLink host={target.host} />
      <span className="font-normal">
        <Sign sign={target.sign} />
      </span>
    </span>
  );
  const aside = (
    <span className="flex flex-wrap items-center gap-3">
      {target.address !== null && <bdi>{target.address}</bdi>}
      <Transport transport={target.transport} />
      {Object.keys(target.labels).length > 0 && <Labels labels={target.labels} />}
    </span>
  );
  return (
    <Card title={title} aside={aside} label={target.host}>
      {target.scrapes.length === 0 ? (
        <p className="px-4 py-4 text-muted">{t('targets.noScrapes')}</p>
      ) : (
        <DataTable caption={t('targets.captionHost', { host: target.host })} columns={columns}>
          <ScrapeRows scrapes={target.scrapes} />
        </DataTable>
      )}
    </Card>
  );
}
