import type { Level } from './vital-sign.ts';

/**
 * How much one code of a component's OperationalStatus wants attention when it stands alone, as it does in history
 * (hyperv-facts.md 2.2, 2.3). What the VM was doing at the time is not known there, so this is milder than a vital sign.
 */
export function levelOfStatus(code: number): Level {
  switch (code) {
    case 2:
      return 'ok';
    case 3:
    case 32775:
    case 32896:
      return 'info';
    case 12:
    case 32783:
    case 32784:
      return 'warning';
    case 6:
    case 7:
    case 13:
    case 32782:
      return 'critical';
    case 15:
      return 'none';
    default:
      return 'unknown';
  }
}

/** The same for the state of a VM (EnabledState, cim-facts.md 1.2): none of these is a fault. */
export function levelOfState(code: number): Level {
  switch (code) {
    case 2:
      return 'ok';
    case 3:
    case 6:
      return 'none';
    case 1:
    case 4:
    case 9:
    case 10:
    case 11:
      return 'info';
    default:
      return 'unknown';
  }
}
