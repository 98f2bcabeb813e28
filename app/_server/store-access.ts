import { join } from 'node:path';
import { loadConfig } from '#lib/config/load-config.ts';
import type { Config } from '#lib/config/schema.ts';
import { embeddedHistory, toRetention } from '#lib/history/embedded-history.ts';
import type { HistoryReader } from '#lib/history/history.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { type OpenAuthStore, openAuthStore } from '#lib/store/sqlite-auth.ts';
import { type OpenChunkStore, openChunkStore } from '#lib/store/sqlite-chunks.ts';

/** The file in the data folder that the collectors write. */
const storeFileName = 'hvitals.db';

/** Something that is opened once per process, and anew where another file has taken its place. */
interface Part<Opened> {
  readonly open: () => Promise<Opened>;
  readonly isReplaced: (opened: Opened) => boolean;
  /** Ends what is under way on it first. */
  readonly close: (opened: Opened) => void | Promise<void>;
}

interface OpenHistory {
  readonly chunks: OpenChunkStore;
  readonly reader: HistoryReader;
}

const store: Part<OpenStore> = {
  open: async () => openStore({ file: storeFileOf(readConfig()), mode: 'app' }),
  isReplaced: (opened) => opened.isReplaced(),
  close: (opened) => opened.close(),
};
const history: Part<OpenHistory> = {
  async open() {
    const config = readConfig();
    const chunks = await openChunkStore({ file: storeFileOf(config), mode: 'app' });
    return { chunks, reader: embeddedHistory(chunks, { retention: toRetention(config.history), now: Date.now }) };
  },
  isReplaced: ({ chunks }) => chunks.isReplaced(),
  close: ({ chunks }) => chunks.close(),
};
const alerts: Part<OpenAlertStore> = {
  open: async () => openAlertStore(storeFileOf(readConfig()), 'app'),
  isReplaced: (opened) => opened.isReplaced(),
  close: (opened) => opened.close(),
};
const auth: Part<OpenAuthStore> = {
  open: async () => openAuthStore(storeFileOf(readConfig()), { create: false }),
  isReplaced: (opened) => opened.isReplaced(),
  close: (opened) => opened.close(),
};

function readConfig(): Config {
  return loadConfig({ cwd: process.cwd(), env: process.env }).config;
}

function storeFileOf({ data }: Config): string {
  return join(data.directory, storeFileName);
}

/** What is open, by the name of its part. */
type Held = Map<string, { readonly opening: Promise<unknown>; readonly close: () => Promise<void> }>;

// Next bundles routes and pages apart, so that module variables exist several times; the process has one store by this symbol.
const key = Symbol.for('hvitals.app.store');

function access(): Held {
  const holder = globalThis as { [key]?: Held };
  holder[key] ??= new Map();
  return holder[key];
}

async function read<Opened>(name: string, part: Part<Opened>): Promise<Opened> {
  const held = access();
  // What is held under a name was opened by the part of that name.
  const opening = (held.get(name)?.opening ?? part.open()) as Promise<Opened>;
  if (!held.has(name)) held.set(name, { opening, close: async () => part.close(await opening) });
  const letGo = () => {
    const isHeld = held.get(name)?.opening === opening;
    if (isHeld) held.delete(name);
    return isHeld;
  };
  try {
    const opened = await opening;
    if (!part.isReplaced(opened)) return opened;
    // Several may come here at once, and one of them closes it. Reads under way on it end first.
    if (letGo()) await part.close(opened);
  } catch (error) {
    letGo();
    throw error;
  }
  return read(name, part);
}

/** The store, opened for reading. Throws StoreError where it is not there yet; the next call tries again. */
export function readStore(): Promise<OpenStore> {
  return read('store', store);
}

/** History, as `readStore`. */
export async function readHistory(): Promise<HistoryReader> {
  return (await read('history', history)).reader;
}

/** The alerts' part of the store, as `readStore`. */
export function readAlerts(): Promise<OpenAlertStore> {
  return read('alerts', alerts);
}

/** Log-in's part of the store, as `readStore`. */
export function readAuth(): Promise<AuthStore> {
  return read('auth', auth);
}

/** Closes whatever is open. */
export async function closeStore(): Promise<void> {
  const all = [...access().values()];
  access().clear();
  // What could not be opened need not be closed.
  await Promise.allSettled(all.map(({ close }) => close()));
}
