'use client';

import type { ReactNode } from 'react';
import { toVisibleString } from '#lib/format/visible-text.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { levelColour } from '../status/status-icon.tsx';
import { StateBar, StripGlyph } from './strip-glyph.client.tsx';
import { levelOfMark, type MarkCluster, signOf } from './strip-signs.ts';
import { toLine } from './strip-words.ts';
import type { Strip } from './to-strip.ts';
import { rowTops, type StripItem, type StripRows, type useStripKeys } from './use-strip-items.client.tsx';

type Keys = ReturnType<typeof useStripKeys>;

/** Width of a letter at which a word still fits its bar. */
const letterWidth = 7;

interface StripItemsProps {
  readonly rows: StripRows;
  readonly keys: Keys;
  readonly strip: Strip;
  readonly label: string;
}

/** The marks, states and hosts themselves: each can be pointed at, and reached with the arrow keys. */
export function StripItems({ rows, keys, strip, label }: StripItemsProps) {
  const stateOf = ({ span }: StripItem) => strip.power[span ?? -1]?.value ?? 'unknown';
  const hostOf = ({ span }: StripItem) => strip.hosts[span ?? -1]?.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend
    <div role="group" aria-label={label} onKeyDown={keys.onKeyDown} onPointerLeave={() => keys.setCurrent(undefined)}>
      {rows.power.map((item) => (
        <Item key={item.id} item={item} keys={keys} top={rowTops.power} data-state={stateOf(item)}>
          <PowerBar item={item} state={stateOf(item)} />
        </Item>
      ))}
      {rows.hosts.map((item) => (
        <Item key={item.id} item={item} keys={keys} top={rowTops.hosts} data-host={hostOf(item) ?? ''}>
          <HostBar item={item} host={hostOf(item)} />
        </Item>
      ))}
      {rows.marks.map((item) => (
        <Item key={item.id} item={item} keys={keys} top={rowTops.marks} data-mark={item.cluster && signOf(item.cluster.worst)}>
          {item.cluster !== undefined && <Marks cluster={item.cluster} />}
        </Item>
      ))}
    </div>
  );
}

interface ItemProps {
  readonly item: StripItem;
  readonly keys: Keys;
  readonly top: number;
  readonly children: ReactNode;
  readonly 'data-state'?: string;
  readonly 'data-host'?: string;
  readonly 'data-mark'?: string | undefined;
}

function Item({ item: { id, left, width, words }, keys, top, children, ...data }: ItemProps) {
  const t = useTranslate();
  const isCurrent = keys.current === id;
  const show = () => keys.setCurrent(id);
  return (
    <button
      ref={(element) => {
        if (element === null) keys.elements.current.delete(id);
        else keys.elements.current.set(id, element);
      }}
      type="button"
      tabIndex={keys.tabStop === id ? 0 : -1}
      aria-label={(words.length > 1 ? [t('strip.severalEvents', { count: words.length })] : [])
        .concat(words.map(toLine))
        .join('. ')}
      className={`absolute flex h-6 items-center ${isCurrent ? 'z-10' : ''}`}
      style={{ top, left, width }}
      onFocus={show}
      onBlur={() => keys.setCurrent(undefined)}
      onPointerEnter={show}
      onClick={show}
      {...data}
    >
      {children}
    </button>
  );
}

function PowerBar({ item, state }: { readonly item: StripItem; readonly state: Parameters<typeof StateBar>[0]['state'] }) {
  const t = useTranslate();
  const word = t(`strip.state.${state}`);
  // Beside the word enough of the bar is left to tell its shape.
  const fits = item.width > (word.length + (state === 'running' ? 2 : 5)) * letterWidth;
  return (
    <>
      <StateBar state={state} />
      {fits && (
        <span
          aria-hidden="true"
          className={`absolute left-1.5 rounded-sm px-1 font-medium text-xs ${state === 'running' ? 'text-surface' : 'bg-surface text-ink'}`}
        >
          {word}
        </span>
      )}
    </>
  );
}

function HostBar({ item, host }: { readonly item: StripItem; readonly host: string | undefined }) {
  if (host === undefined) return <StateBar state="unknown" />;
  const name = toVisibleString(host);
  return (
    <span
      aria-hidden="true"
      className="flex h-5 w-full items-center overflow-hidden rounded-sm border border-line-strong border-l-4 border-l-accent bg-raised px-1 text-xs"
    >
      {item.width > 4 * letterWidth && <bdi className="truncate">{name}</bdi>}
    </span>
  );
}

/** The worst of the marks at one place, how many there are, and a line down to the lanes. */
function Marks({ cluster: { worst, marks } }: { readonly cluster: MarkCluster }) {
  const level = levelOfMark(worst);
  const colour = level === 'info' ? 'text-ink' : levelColour(level);
  return (
    <>
      <span
        aria-hidden="true"
        className={`absolute top-5 left-1/2 ${worst.type === 'migration' ? 'h-[58px]' : 'h-[34px]'} w-px -translate-x-1/2 bg-current opacity-40 ${colour}`}
      />
      <span aria-hidden="true" className={`relative mx-auto rounded-sm bg-surface p-0.5 ${colour}`}>
        <StripGlyph sign={signOf(worst)} />
        {marks.length > 1 && (
          <span className="absolute -top-1.5 -right-2 rounded-sm bg-surface px-0.5 font-medium text-2xs leading-3">
            {marks.length}
          </span>
        )}
      </span>
    </>
  );
}
