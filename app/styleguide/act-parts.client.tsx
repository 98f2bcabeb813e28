'use client';

import { TimelineRows } from '../_components/act/alert-timeline.client.tsx';
import { Hits } from '../_components/act/hits.client.tsx';
import { FailingReceivers, ReceiversCard } from '../_components/act/receivers-card.client.tsx';
import { SilenceList } from '../_components/act/silence-list.client.tsx';
import { WindowList } from '../_components/act/window-list.client.tsx';
import { AlertGroup } from '../_components/alert/alert-group.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { group, hits, receivers, silences, timeline, windows } from './act-samples.ts';

const nothing = () => undefined;

/** An alert in every state that people and circumstances can bring it into, and what happened to one. */
export function AlertParts() {
  const t = useTranslate();
  return (
    <div className="space-y-4">
      <Card title={t('alerts.firing', { count: group.firing })}>
        <AlertGroup group={group} isOpenAtFirst />
      </Card>
      <Card title={t('timeline.title')}>
        <div className="px-5 py-3">
          <TimelineRows events={timeline} />
        </div>
      </Card>
    </div>
  );
}

/** Silences and windows in every state, what they would hit, and who is told. */
export function SilenceParts() {
  const t = useTranslate();
  return (
    <div className="space-y-4">
      <FailingReceivers receivers={receivers} />
      <ReceiversCard receivers={receivers} />
      <ReceiversCard receivers={[]} />
      <Card title={t('silences.silences')}>
        <SilenceList silences={silences} isOverShown onChange={nothing} onEnd={nothing} onAgain={nothing} />
      </Card>
      <Card title={t('windows.title')}>
        <WindowList windows={windows} onChange={nothing} onDelete={nothing} />
      </Card>
      <div className="grid gap-4 lg:grid-cols-3">
        <Hits hits={hits} isError={false} isOld={false} />
        <Hits hits={undefined} isError={false} isOld={false} />
        <Hits hits={undefined} isError isOld={false} />
      </div>
    </div>
  );
}
