import { join } from 'node:path';
import { loadConfig } from '#lib/config/load-config.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';

/** The file in the data folder that the collectors write. */
const storeFileName = 'hvitals.db';

interface Access {
  opening: Promise<OpenStore> | undefined;
}

// Next bundles routes and pages apart, so that module variables exist several times; the process has one store by this symbol.
const key = Symbol.for('hvitals.app.store');

function access(): Access {
  const holder = globalThis as { [key]?: Access };
  holder[key] ??= { opening: undefined };
  return holder[key];
}

/**
 * The store, opened for reading once per process. Throws StoreError where it is not there yet; the next call tries again.
 */
export async function readStore(): Promise<OpenStore> {
  const held = access();
  held.opening ??= open();
  try {
    return await held.opening;
  } catch (error) {
    held.opening = undefined;
    throw error;
  }
}

async function open(): Promise<OpenStore> {
  const { config } = loadConfig({ cwd: process.cwd(), env: process.env });
  return openStore({ file: join(config.data.directory, storeFileName), mode: 'app' });
}

/** Closes the store if it is open. */
export async function closeStore(): Promise<void> {
  const held = access();
  const opening = held.opening;
  held.opening = undefined;
  if (opening === undefined) return;
  const [opened] = await Promise.allSettled([opening]);
  if (opened.status === 'fulfilled') await opened.value.close();
}
