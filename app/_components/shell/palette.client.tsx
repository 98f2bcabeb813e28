'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { targetsQuery } from '#app/_queries/targets.ts';
import { vmsQuery } from '#app/_queries/vms.ts';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiSession } from '#lib/model/api/session.ts';
import type { ApiTarget } from '#lib/model/api/targets.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import { Dialog } from '../controls/dialog.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { useSession } from '../session/use-session.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { ownPlacesFor, places, rarePlaces } from './places.ts';
import { type Jump, rankMatches } from './rank-matches.ts';

const noTargets: readonly ApiTarget[] = [];
const noVms: readonly ApiVm[] = [];

/** Jumps to a page, host or VM by a few letters. The list of VMs is read when it opens. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const session = useSession();
  const targets = useQuery(targetsQuery()).data?.targets ?? noTargets;
  // The list as it is when the palette opens: it should not move under the reader's hand.
  const vms = useQuery({ ...vmsQuery(), refetchInterval: false });
  const jumps = useMemo(() => toJumps(t, session, targets, vms.data?.vms ?? noVms), [t, session, targets, vms.data]);
  const wanted = useDeferredValue(text);
  const matches = useMemo(() => rankMatches(wanted, jumps), [wanted, jumps]);
  const current = Math.min(chosen, matches.length - 1);

  const go = (jump: Jump | undefined) => {
    if (jump === undefined) return;
    onClose();
    router.push(jump.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((Math.max(current, 0) + step + matches.length) % Math.max(matches.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // What is typed last counts, also where the list has not followed yet.
      go(wanted === text ? matches[current] : rankMatches(text, jumps)[0]);
    }
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose} quietTitle className="max-w-xl">
      <input
        data-first-focus=""
        type="text"
        role="combobox"
        aria-label={t('palette.title')}
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={matches.length === 0 ? undefined : `${id}-${current}`}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('palette.placeholder')}
        className="w-full border-line border-b bg-surface px-4 py-3 text-base text-ink outline-none placeholder:text-muted"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={t('palette.title')} className="min-h-0 overflow-y-auto p-2">
        {matches.map((jump, index) => (
          <Option key={jump.href} id={`${id}-${index}`} jump={jump} selected={index === current} onChoose={() => go(jump)} />
        ))}
      </div>
      <p role="status" className="border-line border-t px-4 py-1.5 text-muted text-xs">
        {vms.isPending ? t('palette.reading') : vms.isError && vms.data === undefined ? t('palette.unavailable') : null}
        {!vms.isPending && matches.length === 0 && t('palette.none')}
        {!vms.isPending && matches.length > 0 && t('palette.hits', { count: matches.length })}
      </p>
    </Dialog>
  );
}

interface OptionProps {
  readonly id: string;
  readonly jump: Jump;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

function Option({ id, jump, selected, onChoose }: OptionProps) {
  const t = useTranslate();
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) option.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the field above, which chooses by Enter
    // biome-ignore lint/a11y/useFocusableInteractive: the field points at the option that is chosen
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={selected}
      className="flex cursor-pointer items-baseline gap-3 rounded px-2 py-1.5 aria-selected:bg-selected"
      onClick={onChoose}
    >
      <span className="w-17 shrink-0 text-muted text-xs">{t(`palette.${jump.kind}`)}</span>
      <span className="min-w-0 flex-1 truncate">
        <GuestText text={jump.name} limit={100} />
      </span>
      {jump.place !== undefined && <bdi className="shrink-0 text-muted text-xs">{jump.place}</bdi>}
    </div>
  );
}

function toJumps(
  t: Translate,
  session: ApiSession | undefined,
  targets: readonly ApiTarget[],
  vms: readonly ApiVm[],
): readonly Jump[] {
  return [
    ...[...places, ...rarePlaces, ...ownPlacesFor(session)].map(
      ({ href, key }): Jump => ({ kind: 'page', href, name: t(key), also: [href] }),
    ),
    ...targets.map(
      ({ host, address, labels }): Jump => ({
        kind: 'host',
        href: `/hosts/${encodeURIComponent(host)}`,
        name: host,
        also: [...(address === null ? [] : [address]), ...Object.values(labels)],
      }),
    ),
    ...vms.map(
      ({ vmId, name, host, addresses }): Jump => ({
        kind: 'vm',
        href: `/vms/${vmId}`,
        name,
        place: host,
        also: [vmId, ...addresses],
      }),
    ),
  ];
}
