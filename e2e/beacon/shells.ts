import { ensurePeer } from '../peers/ensure-peer.ts';

/** Shells that the beacon must run under: name, and the command that runs a script in it. */
export const shellNames = ['dash', 'bash', 'busybox'] as const;
export type ShellName = (typeof shellNames)[number];

export async function shellCommand(name: ShellName): Promise<readonly [string, ...string[]]> {
  const program = await ensurePeer(name);
  return name === 'busybox' ? [program, 'sh'] : [program];
}
