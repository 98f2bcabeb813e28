'use client';

import { formatBytes } from '#lib/format/format-bytes.ts';
import { missing } from '#lib/format/missing.ts';
import { toVisibleString } from '#lib/format/visible-text.ts';
import type { ApiDisk } from '#lib/model/api/disks.ts';
import type { VmDisk } from '#lib/model/readings/disk.ts';
import { useTranslate } from '../i18n/use-translate.client.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import { GuestText } from '../text/guest-text.client.tsx';
import { shortPath } from './short-path.ts';

interface DiskProps {
  readonly disk: ApiDisk;
}

const longestPath = 56;

/** Controller and place on it, as Hyper-V Manager counts them: `SCSI 0:1`. */
export function DiskPlace({ disk: { host } }: DiskProps) {
  const t = useTranslate();
  if (host === null) return <span className="text-muted">{t('disk.unknown')}</span>;
  const { controller, controllerNumber, controllerId, location } = host;
  const name = controller === 'other' ? '' : `${controller.toUpperCase()} `;
  return <span title={controllerId}>{`${name}${controllerNumber ?? '?'}:${location}`}</span>;
}

/** The file with what it is, what asking for it gave, and its parents on demand. */
export function DiskFile({ disk: { host } }: DiskProps) {
  const t = useTranslate();
  if (host === null) return <span className="text-muted">{t('disk.guestOnly')}</span>;
  return (
    <span className="block py-0.5">
      <span className="block font-mono text-xs" title={toVisibleString(host.path)}>
        <GuestText text={shortPath(host.path, longestPath)} />
      </span>
      <span className="flex flex-wrap gap-x-2.5 text-muted text-xs">
        {host.kind === 'pass-through' ? (
          <span title={t('disk.passThrough.title')}>{t('disk.passThrough')}</span>
        ) : (
          <span>
            {t(`disk.format.${host.format}`)}
            {', '}
            {t(`disk.type.${host.type}`)}
          </span>
        )}
        {host.isCheckpoint && <span>{t('disk.checkpoint')}</span>}
        {host.shared && <span title={t('disk.shared.title')}>{t('disk.shared')}</span>}
      </span>
      <Outcome disk={host} />
      <Chain disk={host} />
    </span>
  );
}

/** What asking for the file gave, where that is not its size. A pass-through disk has no file to ask for. */
function Outcome({ disk: { kind, file } }: { readonly disk: VmDisk }) {
  const t = useTranslate();
  if (file.outcome === 'ok' || kind === 'pass-through') return null;
  const isEarly = file.outcome === 'not-asked';
  return (
    <span
      className={`flex items-center gap-1.5 text-xs ${isEarly ? 'text-muted' : 'text-warning'}`}
      title={file.reason === undefined ? undefined : toVisibleString(file.reason)}
      data-outcome={file.outcome}
    >
      <StatusIcon level={isEarly ? 'none' : 'warning'} className="size-3" />
      {t(`disk.outcome.${file.outcome}`)}
    </span>
  );
}

function Chain({ disk: { chain, chainCut = false } }: { readonly disk: VmDisk }) {
  const t = useTranslate();
  if (chain.length === 0 && !chainCut) return null;
  return (
    <details className="text-xs">
      <summary className="cursor-pointer text-muted">{t('disk.chain', { count: chain.length })}</summary>
      <ol className="list-decimal pl-5">
        {chain.map((path) => (
          <li key={path} className="font-mono">
            <GuestText text={path} limit={200} />
          </li>
        ))}
      </ol>
      {chainCut && <p className="text-muted">{t('disk.chain.cut')}</p>}
    </details>
  );
}

export function VirtualSize({ disk: { host } }: DiskProps) {
  const t = useTranslate();
  return <>{formatBytes(host?.virtualBytes, t.locale)}</>;
}

/** Size of the file as a bar of the virtual size, and in words. A file may be a little larger than its disk: the bar ends there. */
export function FileSize({ disk: { host } }: DiskProps) {
  const t = useTranslate();
  const { fileBytes, virtualBytes } = host ?? {};
  if (fileBytes === undefined) return <span className="text-muted">{missing}</span>;
  const size = formatBytes(fileBytes, t.locale);
  if (virtualBytes === undefined || virtualBytes === 0) return size;
  const share = fileBytes / virtualBytes;
  const percent = new Intl.NumberFormat(t.locale, { style: 'percent', roundingMode: 'floor' }).format(share);
  return (
    <span className="flex flex-wrap items-center gap-x-2.5">
      <svg className="h-2 w-16 shrink-0 rounded-sm bg-raised ring-1 ring-line-strong" aria-hidden="true" focusable="false">
        <rect width={`${(Math.min(1, share) * 100).toFixed(1)}%`} height="100%" className="fill-accent/70" />
      </svg>
      <span className="whitespace-nowrap">{t('disk.fileOf', { size, percent })}</span>
    </span>
  );
}

/** What the guest's kernel makes of the disk; a mark says whether it is the same size. */
export function GuestSide({ disk: { guest, sameSize, unmatched } }: DiskProps) {
  const t = useTranslate();
  if (guest === null) {
    return (
      <span className="text-muted" data-guest="none">
        {unmatched === null ? t('disk.unknown') : t(`disk.unmatched.${unmatched}`)}
      </span>
    );
  }
  return (
    <span className="block" data-guest={sameSize === null ? 'unknown' : sameSize ? 'match' : 'differs'}>
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="whitespace-nowrap">{formatBytes(guest.sizeBytes, t.locale)}</span>
        <span className="font-mono text-muted text-xs">
          <GuestText text={guest.device} limit={40} />
        </span>
      </span>
      {sameSize !== null && (
        <span
          className={`flex items-center gap-1.5 text-xs ${sameSize ? 'text-muted' : 'font-medium text-warning'}`}
          title={sameSize ? undefined : t('disk.differs.title')}
        >
          <StatusIcon level={sameSize ? 'ok' : 'warning'} className="size-3" />
          {t(sameSize ? 'disk.match' : 'disk.differs')}
        </span>
      )}
      {unmatched !== null && <span className="block text-muted text-xs">{t(`disk.unmatched.${unmatched}`)}</span>}
    </span>
  );
}

/** The filesystems that the guest has on the disk. */
export function OnDisk({ disk: { filesystems } }: DiskProps) {
  const t = useTranslate();
  if (filesystems.length === 0) return <span className="text-muted">{missing}</span>;
  return (
    <ul>
      {filesystems.map(({ mount, sizeBytes, device }) => (
        <li key={`${device} ${mount}`} className="flex flex-wrap gap-x-2">
          <span className="font-mono text-xs">
            <GuestText text={mount} limit={40} />
          </span>
          <span className="whitespace-nowrap text-muted text-xs">{formatBytes(sizeBytes, t.locale)}</span>
        </li>
      ))}
    </ul>
  );
}
