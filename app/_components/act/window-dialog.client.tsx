'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RefusedError } from '#app/_queries/send-json.ts';
import { toServerTime } from '#app/_queries/server-clock.ts';
import { windowPreviewQuery } from '#app/_queries/silences.ts';
import { writeApi } from '#app/_queries/write-api.ts';
import type { Matcher } from '#lib/alerting/matcher.ts';
import type { ApiOpening, ApiWindow } from '#lib/model/api/maintenance.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { Everything } from './everything.client.tsx';
import { Field } from './field.client.tsx';
import { FormDialog, NameField } from './form-dialog.client.tsx';
import { Hits } from './hits.client.tsx';
import { toDraft, toMatchers } from './matcher-drafts.ts';
import { MatcherRows } from './matcher-rows.client.tsx';
import { errorAt } from './problem-words.ts';
import { ScheduleFields } from './schedule-fields.client.tsx';
import { ShortTime } from './short-time.client.tsx';
import { useAct } from './use-act.client.tsx';
import { useName } from './use-name.client.tsx';
import { useSettled } from './use-settled.client.tsx';
import { useZone } from './use-zone.client.tsx';
import { toSchedule, toWholeSchedule, toWindowDraft } from './window-draft.ts';

interface WindowDialogProps {
  /** The one to change; none for a new one. */
  readonly window?: ApiWindow;
  readonly matchers?: readonly Matcher[];
  readonly onClose: () => void;
}

/** Makes or changes a maintenance window: when, of what, and what it would hit. */
export function WindowDialog({ window, matchers: given = window?.matchers ?? [], onClose }: WindowDialogProps) {
  const t = useTranslate();
  const zone = useZone();
  const [remembered, remember] = useName();
  const [by, setBy] = useState(remembered);
  const [name, setName] = useState(window?.name ?? '');
  const [drafts, setDrafts] = useState(() => (given.length === 0 ? [toDraft()] : given.map(toDraft)));
  const [when, setWhen] = useState(() => toWindowDraft(window?.schedule, toServerTime(Date.now()), zone));
  const matchers = toMatchers(drafts);
  const asked = useSettled({ matchers, schedule: toWholeSchedule(when, zone) });
  const { data, isError, isPlaceholderData } = useQuery(windowPreviewQuery(asked.matchers, asked.schedule));
  const isAsked = matchers.length > 0 && asked.schedule !== undefined;
  const { mutate, reset, isPending, error } = useAct({
    send: (confirmed: boolean) => {
      remember(by.trim());
      const body = { name, matchers, schedule: toSchedule(when, zone), by, confirmed };
      return window === undefined
        ? writeApi('POST /api/v1/maintenance', {}, body)
        : writeApi('PUT /api/v1/maintenance/{id}', { id: window.id }, body);
    },
    onDone: onClose,
  });
  if (error instanceof RefusedError && error.problem.code === 'matches-everything') {
    return (
      <Everything
        count={data?.count ?? 0}
        until={t('everything.window')}
        isBusy={isPending}
        error={undefined}
        onConfirm={() => mutate(true)}
        onBack={reset}
      />
    );
  }
  return (
    <FormDialog
      title={t(window === undefined ? 'window.new' : 'window.change')}
      submit={t(window === undefined ? 'window.make' : 'act.save')}
      isBusy={isPending}
      error={error}
      isReady={false}
      onSubmit={() => mutate(false)}
      onClose={onClose}
    >
      <Field
        label={t('window.name')}
        error={errorAt(error, 'name')}
        control={(control) => (
          <input
            {...control}
            data-first-focus=""
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      />
      <ScheduleFields draft={when} errorAt={(field) => errorAt(error, `schedule.${field}`)} onChange={setWhen} />
      <MatcherRows drafts={drafts} error={errorAt(error, 'matchers')} onChange={(next) => setDrafts([...next])} />
      <div className="space-y-2">
        <Hits hits={isAsked ? data : undefined} isError={isAsked && isError} isOld={isPlaceholderData} />
        {isAsked && data !== undefined && !isError && <Openings openings={data.openings} />}
      </div>
      <NameField name={by} isFirst={false} error={errorAt(error, 'by')} onChange={setBy} />
    </FormDialog>
  );
}

function Openings({ openings }: { readonly openings: readonly ApiOpening[] }) {
  const t = useTranslate();
  if (openings.length === 0) return <p className="text-warning">{t('window.never')}</p>;
  return (
    <div data-testid="openings">
      <p className="text-muted text-xs">{t('window.openings')}</p>
      <ul>
        {openings.map(({ startsAt, endsAt }) => (
          <li key={startsAt}>
            <ShortTime at={startsAt} /> – <ShortTime at={endsAt} />
          </li>
        ))}
      </ul>
    </div>
  );
}
