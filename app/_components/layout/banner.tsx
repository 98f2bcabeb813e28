import type { ReactNode } from 'react';
import type { Level } from '#lib/derive/vital-sign.ts';
import { levelColour, StatusIcon } from '../status/status-icon.tsx';

const tints: Readonly<Record<Level, string>> = {
  critical: 'bg-critical-tint',
  warning: 'bg-warning-tint',
  info: 'bg-info-tint',
  ok: 'bg-ok-tint',
  unknown: 'bg-unknown-tint',
  none: 'bg-raised',
};

/** A line that must be read before what is below it. */
export function Banner({ level, children }: { readonly level: Level; readonly children: ReactNode }) {
  return (
    <p role="status" className={`flex items-center gap-2 rounded-lg px-4 py-2 ${tints[level]} ${levelColour(level)}`}>
      <StatusIcon level={level} />
      <span>{children}</span>
    </p>
  );
}
