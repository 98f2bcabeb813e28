import type { Tokens } from './tokens.ts';

/** Names of fields in records of the collectors `host` and `migration`. */
export const setupFields = [
  'domain build bootedAt memoryKb freeMemoryKb liveMigration enabled compression smb authentication mostVms mostStorage networks subnet',
  'prefixLength metric rdma description clustered cluster nodes drain jobs job vm destination migrationType jobType percent startedAt',
  'elapsedMs errorCode error network',
];

/** Below these a name is that of a cluster or of one of its nodes. */
const ofHosts = new Set(['cluster', 'nodes']);

/** Whether a text that is found at this path names a host. */
export function namesHost(path: readonly string[]): boolean {
  const [parent, field] = [path.at(-2) ?? '', path.at(-1)];
  return field === 'destination' || (field === 'name' && ofHosts.has(parent));
}

/** A text that is found at this path; undefined where the path is none of these collectors'. */
export function redactSetup(text: string, path: readonly string[], tokens: Tokens): string | undefined {
  if (namesHost(path)) return tokens.host(text);
  const [parent, field] = [path.at(-2), path.at(-1)];
  if (parent === 'rdma' || field === 'job') return tokens.text('text', text);
  if (field === 'build') return /^\d{1,10}$/.test(text) ? text : tokens.text('text', text);
  return undefined;
}
