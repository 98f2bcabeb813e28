import { type FSWatcher, statSync, watch } from 'node:fs';
import { type Clock, delay } from '#lib/clock.ts';
import { type RuleFilesSnapshot, readRuleFiles, ruleFolders, signRuleFiles } from '#lib/config/read-rule-files.ts';
import type { Logger } from '#lib/log.ts';

export interface RuleFileWatchOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of files that stood still, where they are others than before or were asked for. */
  readonly onRead: (files: RuleFilesSnapshot) => void;
  /** How long files must stand still. */
  readonly settleMs?: number;
  /** How often they are looked at where nothing is told of them. */
  readonly pollMs?: number;
}

export interface WatchedFiles {
  /** Absolute; see `readRuleFiles`. */
  readonly patterns: readonly string[];
  readonly base: string;
}

const shortestGapMs = 200;

/** After so long without a moment of rest the log says so. */
const restlessMs = 30_000;

/**
 * Reads files of rules whenever they change. The system's word that a folder has changed is a hint only; the signature of the files
 * counts, which is looked at every few seconds in any case. Files are taken once two readings, some time apart, are the same in every
 * byte, size, time and identity: a file that is half written is never taken while it is being written, also where half of it is a file
 * of rules by chance.
 */
export class RuleFileWatch {
  readonly #options: Required<RuleFileWatchOptions>;
  readonly #stopping = new AbortController();
  readonly #watchers = new Map<string, { readonly identity: string; readonly watcher: FSWatcher }>();
  #files: WatchedFiles = { patterns: [], base: '' };
  #taken: RuleFilesSnapshot | undefined;
  #isAsked = true;
  #hint = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: RuleFileWatchOptions, files: WatchedFiles) {
    this.#options = { settleMs: 1_000, pollMs: 10_000, ...options };
    this.#files = files;
    this.#ended = this.#run();
  }

  /** Reads these files from now on, at once and whether they have changed or not. */
  use(files: WatchedFiles): void {
    this.#files = files;
    this.#isAsked = true;
    this.#hint.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#hint.abort();
    await this.#ended;
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #run(): Promise<void> {
    const { clock, pollMs } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#hint = new AbortController();
      this.#watchFolders();
      const { patterns, base } = this.#files;
      if (this.#isAsked || signRuleFiles(patterns, base) !== this.#taken?.signature) await this.#take();
      else {
        await delay(clock, pollMs, AbortSignal.any([signal, this.#hint.signal]));
        // A folder in which much is written gives many hints.
        await delay(clock, shortestGapMs, signal);
      }
    }
  }

  async #take(): Promise<void> {
    const files = this.#files;
    const read = await this.#readSettled(files);
    // Other files may have been asked for meanwhile.
    if (read === undefined || files !== this.#files) return;
    const isNew = this.#isAsked || !isSame(read, this.#taken);
    this.#isAsked = false;
    this.#taken = read;
    if (isNew) this.#options.onRead(read);
  }

  async #readSettled(files: WatchedFiles): Promise<RuleFilesSnapshot | undefined> {
    const { clock, log, settleMs } = this.#options;
    const { signal } = this.#stopping;
    const since = clock.monotonic();
    let isTold = false;
    let before = readRuleFiles(files.patterns, files.base);
    // Nothing can be half written where there is nothing.
    while (files.patterns.length > 0) {
      await delay(clock, settleMs, signal);
      if (signal.aborted || files !== this.#files) return undefined;
      const after = readRuleFiles(files.patterns, files.base);
      if (before.isSteady && after.isSteady && before.signature === after.signature && isSame(before, after)) return after;
      before = after;
      if (isTold || clock.monotonic() - since < restlessMs) continue;
      isTold = true;
      log.warn({ patterns: files.patterns }, 'files of rules are written to all the time, those before stay in force');
    }
    return before;
  }

  /** Watches the folders as they are now: one that was moved away and made anew is another. */
  #watchFolders(): void {
    const folders = new Map(ruleFolders(this.#files.patterns).map((folder) => [folder, identityOf(folder)]));
    for (const [folder, { identity, watcher }] of this.#watchers) {
      if (folders.get(folder) === identity) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const [folder, identity] of folders) {
      if (identity !== undefined && !this.#watchers.has(folder)) this.#watchFolder(folder, identity);
    }
  }

  #watchFolder(folder: string, identity: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#hint.abort());
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, { identity, watcher });
    } catch (error) {
      // The system has only so many watches; files are looked at now and then all the same.
      this.#options.log.debug({ folder, err: error }, 'folder of rules cannot be watched');
    }
  }
}

function identityOf(folder: string): string | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? undefined : `${stats.dev} ${stats.ino}`;
}

function isSame(a: RuleFilesSnapshot, b: RuleFilesSnapshot | undefined): boolean {
  return JSON.stringify([a.texts, a.problems]) === JSON.stringify([b?.texts, b?.problems]);
}
