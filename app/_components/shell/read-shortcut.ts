import { places } from './places.ts';

export type Shortcut = { readonly kind: 'palette' | 'help' | 'filter' } | { readonly kind: 'go'; readonly href: string };

interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Whether the key would write into a field. */
  readonly writing: boolean;
}

/** How long `g` waits for its second letter, in milliseconds. */
const waitMs = 1_500;

/**
 * What a key stroke asks for. `g` at `gAt` (same clock as `now`, milliseconds) waits for a letter. While somebody writes, only
 * Ctrl+K (or ⌘K) is ours. Pure.
 */
export function readShortcut(stroke: Stroke, now: number, gAt: number | undefined): Shortcut | 'wait' | undefined {
  const { key, ctrlKey, metaKey, altKey, writing } = stroke;
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return { kind: 'palette' };
  if (writing || ctrlKey || metaKey || altKey) return undefined;
  if (gAt !== undefined && now - gAt <= waitMs) {
    const place = places.find(({ letter }) => letter === key.toLowerCase());
    if (place !== undefined) return { kind: 'go', href: place.href };
  }
  switch (key) {
    case '/':
      return { kind: 'palette' };
    case '?':
      return { kind: 'help' };
    case 'f':
      return { kind: 'filter' };
    case 'g':
      return 'wait';
    default:
      return undefined;
  }
}
