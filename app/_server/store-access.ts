import { join } from 'node:path';
import { loadConfig } from '#lib/config/load-config.ts';
import { embeddedHistory, toRetention } from '#lib/history/embedded-history.ts';
import type { HistoryReader } from '#lib/history/history.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { type OpenAlertStore, openAlertStore } from '#lib/store/sqlite-alerts.ts';
import { type OpenChunkStore, openChunkStore } from '#lib/store/sqlite-chunks.ts';

/** The file in the data folder that the collectors write. */
const storeFileName = 'hvitals.db';

interface Access {
  opening: Promise<OpenStore> | undefined;
  openingHistory?: Promise<OpenHistory> | undefined;
  openingAlerts?: Promise<OpenAlertStore> | undefined;
}

interface OpenHistory {
  readonly chunks: OpenChunkStore;
  readonly reader: HistoryReader;
}

// Next bundles routes and pages apart, so that module variables exist several times; the process has one store by this symbol.
const key = Symbol.for('hvitals.app.store');

function access(): Access {
  const holder = globalThis as { [key]?: Access };
  holder[key] ??= { opening: undefined };
  return holder[key];
}

/**
 * The store, opened for reading once per process, and anew where another file has taken its place. Throws StoreError where it is not
 * there yet; the next call tries again.
 */
export async function readStore(): Promise<OpenStore> {
  const held = access();
  const opening = held.opening ?? open();
  held.opening = opening;
  try {
    const store = await opening;
    if (!store.isReplaced()) return store;
    // Several may come here at once, and one of them lets go of it. Reads under way on it end first.
    if (held.opening === opening) {
      held.opening = undefined;
      await store.close();
    }
  } catch (error) {
    if (held.opening === opening) held.opening = undefined;
    throw error;
  }
  return readStore();
}

async function open(): Promise<OpenStore> {
  const { config } = loadConfig({ cwd: process.cwd(), env: process.env });
  return openStore({ file: join(config.data.directory, storeFileName), mode: 'app' });
}

/** History, opened for reading once per process, as `readStore`. */
export async function readHistory(): Promise<HistoryReader> {
  const held = access();
  const opening = held.openingHistory ?? openHistory();
  held.openingHistory = opening;
  try {
    const { chunks, reader } = await opening;
    if (!chunks.isReplaced()) return reader;
    if (held.openingHistory === opening) {
      held.openingHistory = undefined;
      chunks.close();
    }
  } catch (error) {
    if (held.openingHistory === opening) held.openingHistory = undefined;
    throw error;
  }
  return readHistory();
}

async function openHistory(): Promise<OpenHistory> {
  const { config } = loadConfig({ cwd: process.cwd(), env: process.env });
  const chunks = await openChunkStore({ file: join(config.data.directory, storeFileName), mode: 'app' });
  return { chunks, reader: embeddedHistory(chunks, { retention: toRetention(config.history), now: Date.now }) };
}

/** The alerts' part of the store, opened once per process, as `readStore`. */
export async function readAlerts(): Promise<OpenAlertStore> {
  const held = access();
  const opening = held.openingAlerts ?? openAlerts();
  held.openingAlerts = opening;
  try {
    const store = await opening;
    if (!store.isReplaced()) return store;
    if (held.openingAlerts === opening) {
      held.openingAlerts = undefined;
      await store.close();
    }
  } catch (error) {
    if (held.openingAlerts === opening) held.openingAlerts = undefined;
    throw error;
  }
  return readAlerts();
}

async function openAlerts(): Promise<OpenAlertStore> {
  const { config } = loadConfig({ cwd: process.cwd(), env: process.env });
  return openAlertStore(join(config.data.directory, storeFileName), 'app');
}

/** Closes the store, history and alerts if they are open. */
export async function closeStore(): Promise<void> {
  const held = access();
  const { opening, openingHistory, openingAlerts } = held;
  held.opening = undefined;
  held.openingHistory = undefined;
  held.openingAlerts = undefined;
  const [history, alerts] = await Promise.allSettled([openingHistory, openingAlerts]);
  if (history.status === 'fulfilled') history.value?.chunks.close();
  if (alerts.status === 'fulfilled') await alerts.value?.close();
  if (opening === undefined) return;
  const [opened] = await Promise.allSettled([opening]);
  if (opened.status === 'fulfilled') await opened.value.close();
}
