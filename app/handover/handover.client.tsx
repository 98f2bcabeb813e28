'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { handoverHours, parseHandoverHours } from '#lib/model/handover-span.ts';
import { CopyHandover } from '../_components/handover/copy-handover.client.tsx';
import { HandoverView } from '../_components/handover/handover-view.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';
import { StateNote } from '../_components/layout/state-note.client.tsx';
import { LocalTime } from '../_components/time/local-time.client.tsx';
import { handoverQuery } from '../_queries/handover.ts';

/** What one shift hands over to the next: what is still open, what came and went, and what people did. */
export function Handover() {
  const t = useTranslate();
  const hours = parseHandoverHours(useSearchParams().get('hours'));
  const { data, isError, isPlaceholderData } = useQuery(handoverQuery(hours));
  return (
    <>
      <PageHeading title={t('handover.title')}>
        {data !== undefined && (
          <span>
            <LocalTime at={data.from} /> – <LocalTime at={data.to} />
          </span>
        )}
        <nav aria-label={t('handover.span')} className="flex print:hidden">
          {handoverHours.map((one) => (
            <Link
              key={one}
              href={one === 12 ? '/handover' : `/handover?hours=${one}`}
              aria-current={one === hours ? 'true' : undefined}
              className="-ml-px border border-line-strong bg-surface px-2.5 py-1 text-ink leading-5 no-underline first:ml-0 first:rounded-l last:rounded-r hover:bg-raised aria-[current]:bg-selected aria-[current]:font-medium"
            >
              {t('handover.hours', { count: one })}
            </Link>
          ))}
        </nav>
        {data !== undefined && <CopyHandover handover={data} />}
      </PageHeading>
      {data === undefined ? (
        <Card>
          <StateNote kind={isError ? 'error' : 'loading'} />
        </Card>
      ) : (
        <div className={isPlaceholderData ? 'opacity-60' : ''} aria-busy={isPlaceholderData}>
          <HandoverView handover={data} />
        </div>
      )}
    </>
  );
}
