import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What administrators copy to a host. */
export const shippedEndpoint = path.join(import.meta.dirname, '../../public/jea');

/** The shipped files as they lie on one host. */
export interface InstalledEndpoint {
  /** Folder in which the module Hvitals is found. */
  readonly modules: string;
  /** The restricted session's configuration for SSH. */
  readonly configuration: string;
}

/** Copies the shipped endpoint below `folder`, as it is but for the module's text. */
export async function installEndpoint(folder: string, moduleText: string): Promise<InstalledEndpoint> {
  const modules = path.join(folder, 'jea');
  await cp(shippedEndpoint, modules, { recursive: true });
  await writeFile(path.join(modules, 'Hvitals', 'Hvitals.psm1'), moduleText);
  return { modules, configuration: path.join(modules, 'hvitals-ssh.pssc') };
}
