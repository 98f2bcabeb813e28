import { diskControllers, diskFileOutcomes, diskKinds } from '#lib/model/readings/disk.ts';
import { control, keepOddness } from './redact-kvp-item.ts';
import type { Tokens } from './tokens.ts';

/** Texts of a disk record that name nobody. */
const words: Readonly<Record<string, readonly string[]>> = {
  controller: diskControllers,
  kind: diskKinds,
  failure: diskFileOutcomes,
};

/** Whether the text is one that a field of a disk record has by itself. */
export function isDiskWord(field: string | undefined, text: string): boolean {
  return field !== undefined && Object.hasOwn(words, field) && words[field]?.includes(text) === true;
}

/** Parts of a path that every host has. */
const usualPart = /^(?:[A-Za-z]:|ClusterStorage|Volume\d{1,3}|)$/;
const lastPart = /^(.*?)(_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?(\.(?:a?vhd[xs]?))$/i;

/**
 * A path whose every part is replaced, and which is still read in the same way: it is a share or a drive as before, a checkpoint of the
 * same base, and a file of the same kind.
 */
export function redactPath(path: string, tokens: Tokens): string {
  const parts = path.split('\\');
  const redacted = parts
    .map((part, at) => {
      if (usualPart.test(part)) return part;
      const file = at === parts.length - 1 ? lastPart.exec(part) : null;
      if (file === null) return plain(tokens.byShape(part));
      const [, stem = '', checkpoint, end = ''] = file;
      return `${plain(tokens.byShape(stem))}${checkpoint === undefined ? '' : `_${tokens.guid(checkpoint.slice(1))}`}${end}`;
    })
    .join('\\');
  // What makes a path odd is what a report may be about.
  return keepOddness(path, redacted, control);
}

/** A stand-in that is one part of a path. */
function plain(token: string): string {
  return token.replaceAll('\\', '.');
}

/** 12 hex digits of path and time, which could be guessed. */
export function redactStamp(stamp: string, tokens: Tokens): string {
  return tokens.hash(stamp).slice(0, 12);
}
