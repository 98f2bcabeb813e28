import { readdirSync, readFileSync } from 'node:fs';
import type { SshHost } from '../../../e2e/lab/start-ssh-host.ts';

/** Process ids of our ssh clients to a host, without those that have ended. */
export function sshClientsOf(host: SshHost): readonly number[] {
  const lookup = (file: string) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids
    .filter((id) => {
      const words = lookup(`/proc/${id}/cmdline`).split('\0');
      return words[0]?.endsWith('ssh') === true && words.includes(host.address) && words.includes(String(host.port));
    })
    .map(Number);
}

/** Process id of a process's parent. */
export function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
