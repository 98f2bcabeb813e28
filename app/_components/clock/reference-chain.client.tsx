'use client';

import type { ReactNode } from 'react';
import type { Translate } from '#lib/i18n/translate.ts';
import type { ApiHostClock, ApiVmClock } from '#lib/model/api/clocks.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { HostLink } from '../vm/vm-links.client.tsx';
import { type ChainLink, type ChainNode, toReferenceChain } from './reference-chain.ts';

interface ReferenceChainProps {
  readonly clock: ApiVmClock;
  readonly host: string;
  /** Left out where it is not at hand. */
  readonly hostClock?: ApiHostClock | null;
}

/** What a VM's clock hangs on, as a small picture: VM → host → NTP server. A broken arrow is no synchronisation, a dotted line a measurement. */
export function ReferenceChain({ clock, host, hostClock }: ReferenceChainProps) {
  const t = useTranslate();
  const { nodes, links, via } = toReferenceChain(clock, host, hostClock);
  const isBroken = links[0] === 'broken';
  return (
    <ol
      className="inline-flex max-w-full min-w-0 items-center gap-1 align-middle"
      data-chain={nodes.map(({ kind }) => kind).join()}
    >
      {nodes.map((node, index) => (
        <li key={node.kind} className="flex min-w-0 items-center gap-1 last:min-w-12 last:flex-1">
          {index > 0 && (
            <Arrow link={links[index - 1] ?? 'follows'} title={linkTitle(t, links[index - 1], index === 1 ? via : undefined)} />
          )}
          <Node node={node} muted={isBroken && index > 0} />
        </li>
      ))}
    </ol>
  );
}

function linkTitle(t: Translate, link: ChainLink | undefined, via: 'host-ptp' | 'host-service' | undefined): string {
  if (link === 'broken') return t('clock.chain.broken');
  if (link === 'measured') return t('clock.chain.measured');
  if (via === undefined) return t('clock.chain.follows');
  return t(via === 'host-ptp' ? 'clock.chain.ptp' : 'clock.chain.samples');
}

const paths: Readonly<Record<ChainNode['kind'], string>> = {
  vm: 'M2 3.5h12v7.5H2zM6 13.5h4M8 11v2.5',
  host: 'M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.75h.1M5 11.25h.1',
  ntp: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 4.6V8l2.4 1.6',
  refclock: 'M8 8v6M5.5 14h5M5 5a4.2 4.2 0 0 0 0 6M11 5a4.2 4.2 0 0 1 0 6M3 3a7 7 0 0 0 0 10M13 3a7 7 0 0 1 0 10',
  local: 'M12.8 6A5.2 5.2 0 1 0 13 9.6M13.2 2.6V6h-3.4',
  unknown: 'M6 6.1c.2-2.4 4-2.4 3.9.1 0 1.6-2 1.6-2 3.1m0 2.3v.1',
};

function Node({ node, muted }: { readonly node: ChainNode; readonly muted: boolean }) {
  const t = useTranslate();
  const words = nodeWords(node, t);
  return (
    <span className={`inline-flex min-w-0 items-center gap-1 ${muted ? 'text-muted' : ''}`} title={nodeTitle(node, t)}>
      <svg viewBox="0 0 16 16" className="size-4 shrink-0 text-muted" aria-hidden="true" focusable="false">
        <path
          d={paths[node.kind]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {node.kind === 'vm' ? <span className="sr-only">{t('clock.vm')}</span> : <span className="min-w-0 truncate">{words}</span>}
    </span>
  );
}

function nodeWords(node: ChainNode, t: Translate): ReactNode {
  switch (node.kind) {
    case 'vm':
      return null;
    case 'host':
      return <HostLink host={node.host} />;
    case 'ntp':
      return (
        <>
          {node.name === null ? t('clock.chain.ntp') : <GuestText text={node.name} limit={64} />}
          {node.stratum !== null && (
            <span className="ml-1 text-muted text-xs">{t('clock.chain.stratum', { value: node.stratum })}</span>
          )}
        </>
      );
    case 'refclock':
      return node.name === null ? t('clock.chain.refclock') : <GuestText text={node.name} limit={64} />;
    case 'local':
      return t('clock.chain.local');
    case 'unknown':
      return <span className="text-muted">{t('clock.chain.unknown')}</span>;
  }
}

function nodeTitle(node: ChainNode, t: Translate): string | undefined {
  if (node.kind === 'refclock') return t('clock.chain.refclock');
  return node.kind === 'ntp' ? t('clock.chain.ntp') : undefined;
}

const dashes: Readonly<Record<ChainLink, string | undefined>> = { follows: undefined, measured: '2 2.5', broken: undefined };

function Arrow({ link, title }: { readonly link: ChainLink; readonly title: string }) {
  return (
    <svg
      viewBox="0 0 22 12"
      className={`h-3 w-5.5 shrink-0 ${link === 'broken' ? 'text-critical' : 'text-muted'}`}
      role="img"
      aria-label={title}
      focusable="false"
    >
      <title>{title}</title>
      <path
        d={
          link === 'broken'
            ? 'M1 6h6M15 6h5M8.5 3l5 6M13.5 3l-5 6'
            : link === 'measured'
              ? 'M1 6h20'
              : 'M1 6h19M16 2.5 20 6l-4 3.5'
        }
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeDasharray={dashes[link]}
      />
    </svg>
  );
}
