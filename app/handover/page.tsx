import { parseHandoverHours } from '#lib/model/handover-span.ts';
import { handoverQuery } from '../_queries/handover.ts';
import { Hydrate, withStore } from '../_server/hydrate.tsx';
import { loadHandover } from '../_server/load-handover.ts';
import { titled } from '../_server/preferences.ts';
import { Handover } from './handover.client.tsx';

interface HandoverPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

export const generateMetadata = titled('handover.title');

export default function HandoverPage({ searchParams }: HandoverPageProps) {
  return withStore(async () => {
    const hours = parseHandoverHours((await searchParams).hours);
    return (
      <Hydrate loaded={[{ queryKey: handoverQuery(hours).queryKey, data: await loadHandover(hours, Date.now()) }]}>
        <Handover />
      </Hydrate>
    );
  });
}
