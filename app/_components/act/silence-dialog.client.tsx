'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RefusedError } from '#app/_queries/send-json.ts';
import { toServerTime } from '#app/_queries/server-clock.ts';
import { hitsQuery } from '#app/_queries/silences.ts';
import { writeApi } from '#app/_queries/write-api.ts';
import type { Matcher } from '#lib/alerting/matcher.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { EndChoice, type SpanDraft } from './end-choice.client.tsx';
import { Everything } from './everything.client.tsx';
import { Field } from './field.client.tsx';
import { FormDialog, NameField } from './form-dialog.client.tsx';
import { Hits } from './hits.client.tsx';
import { toDraft, toMatchers } from './matcher-drafts.ts';
import { MatcherRows } from './matcher-rows.client.tsx';
import { errorAt } from './problem-words.ts';
import { useShortTime } from './short-time.client.tsx';
import { endOf, parseZonedText, toZonedText } from './silence-ends.ts';
import { useAct } from './use-act.client.tsx';
import { useName } from './use-name.client.tsx';
import { useSettled } from './use-settled.client.tsx';
import { useZone } from './use-zone.client.tsx';

interface SilenceDialogProps {
  /** What it begins with. */
  readonly matchers: readonly Matcher[];
  readonly comment: string;
  readonly onClose: () => void;
}

/** Makes a silence: for how long, of what, by whom and why, and what it would hit now. */
export function SilenceDialog({ matchers: given, comment: givenComment, onClose }: SilenceDialogProps) {
  const t = useTranslate();
  const zone = useZone();
  const format = useShortTime();
  const [remembered, remember] = useName();
  const [drafts, setDrafts] = useState(() => (given.length === 0 ? [toDraft()] : given.map(toDraft)));
  const [name, setName] = useState(remembered);
  const [comment, setComment] = useState(givenComment);
  const [span, setSpan] = useState<SpanDraft>(() => toFirstSpan(zone));
  const matchers = toMatchers(drafts);
  const hits = useHits(matchers);
  const times = () => toTimes(span, zone);
  const { mutate, reset, isPending, error } = useAct({
    send: (confirmed: boolean) => {
      remember(name.trim());
      return writeApi('POST /api/v1/silences', {}, { matchers, ...times(), createdBy: name, comment, confirmed });
    },
    onDone: onClose,
  });
  if (error instanceof RefusedError && error.problem.code === 'matches-everything') {
    return (
      <Everything
        count={hits.hits?.count ?? 0}
        until={format(times().endsAt ?? 0)}
        isBusy={isPending}
        error={undefined}
        onConfirm={() => mutate(true)}
        onBack={reset}
      />
    );
  }
  const isReady = remembered !== '' && given.length > 0 && givenComment !== '';
  return (
    <FormDialog
      title={t('silence.new')}
      submit={t('silence.make')}
      isBusy={isPending}
      error={error}
      isReady={isReady}
      onSubmit={() => mutate(false)}
      onClose={onClose}
    >
      <EndChoice draft={span} startError={errorAt(error, 'startsAt')} endError={errorAt(error, 'endsAt')} onChange={setSpan} />
      <MatcherRows drafts={drafts} error={errorAt(error, 'matchers')} onChange={(next) => setDrafts([...next])} />
      <Hits {...hits} />
      <div className="grid gap-3 sm:grid-cols-[1fr_2fr]">
        <NameField
          name={name}
          isFirst={!isReady && remembered === '' && given.length > 0}
          error={errorAt(error, 'createdBy')}
          onChange={setName}
        />
        <Field
          label={t('silence.comment')}
          error={errorAt(error, 'comment')}
          control={(control) => (
            <input {...control} maxLength={1_000} value={comment} onChange={({ target }) => setComment(target.value)} />
          )}
        />
      </div>
    </FormDialog>
  );
}

/** What matchers hit, asked when the reader pauses. */
function useHits(matchers: readonly Matcher[]) {
  const asked = useSettled(matchers);
  const { data, isError, isPlaceholderData } = useQuery(hitsQuery(asked));
  return { hits: matchers.length === 0 ? undefined : data, isError, isOld: isPlaceholderData };
}

function toFirstSpan(zone: string): SpanDraft {
  const now = toServerTime(Date.now());
  return { span: '2h', start: '', end: toZonedText(endOf('2h', now, zone), zone) };
}

/** What the server is told; a field that is not whole is left out, and the server says so. */
function toTimes({ span, start, end }: SpanDraft, zone: string): { readonly startsAt?: number; readonly endsAt?: number } {
  if (span !== 'other') return { endsAt: endOf(span, toServerTime(Date.now()), zone) };
  const [startsAt, endsAt] = [parseZonedText(start, zone), parseZonedText(end, zone)];
  return { ...(startsAt === undefined ? {} : { startsAt }), ...(endsAt === undefined ? {} : { endsAt }) };
}
