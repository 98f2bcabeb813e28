import { addressGroup } from '#lib/auth/client-address.ts';
import type { AuditEntry } from '#lib/model/audit.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { readAuth } from './store-access.ts';

/** A refusal as it is noted; what was not noted before it is counted in its detail. */
export type Refusal = Omit<AuditEntry, 'outcome' | 'detail'>;

/** The same refusal is noted once in this time, and all together as often as this: anybody can cause them, and must not hide what users and tokens do. */
const againMs = 600_000;
const mostInHour = { nobody: 60, known: 600 };
const hourMs = 3_600_000;
const mostKeys = 1_000;

interface AuditNotesInput {
  readonly store: () => Promise<Pick<AuthStore, 'addAudit'>>;
  /** Told where an entry could not be written. */
  readonly onError: (error: unknown) => void;
}

/** Writes the audit of what the app does and refuses. A flood of refusals fills neither the store nor memory. */
export class AuditNotes {
  readonly #input: AuditNotesInput;
  readonly #lastAt = new Map<string, number>();
  #hour = 0;
  #inHour = { nobody: 0, known: 0 };
  #unnoted = 0;

  constructor(input: AuditNotesInput) {
    this.#input = input;
  }

  /** Notes something done. What is done stays done where that fails: the alert journal has it too, in the transaction of the change. */
  async done(entry: Omit<AuditEntry, 'outcome' | 'reason'>): Promise<void> {
    await this.#write({ ...entry, outcome: 'done', reason: '' });
  }

  async refused(refusal: Refusal): Promise<void> {
    if (!this.#isDue(refusal)) {
      this.#unnoted += 1;
      return;
    }
    const unnoted = this.#unnoted;
    this.#unnoted = 0;
    await this.#write({ ...refusal, outcome: 'refused', detail: unnoted === 0 ? {} : { notNotedBefore: unnoted } });
  }

  #isDue({ at, actor, address, action, reason }: Refusal): boolean {
    const hour = Math.floor(at / hourMs);
    if (hour !== this.#hour) [this.#hour, this.#inHour] = [hour, { nobody: 0, known: 0 }];
    const whose = actor.kind === 'nobody' ? 'nobody' : 'known';
    const key = JSON.stringify([actor.kind, actor.id, addressGroup(address), action, reason]);
    const last = this.#lastAt.get(key);
    if ((last !== undefined && Math.abs(at - last) < againMs) || this.#inHour[whose] >= mostInHour[whose]) return false;
    this.#inHour[whose] += 1;
    this.#lastAt.delete(key);
    this.#lastAt.set(key, at);
    const oldest = this.#lastAt.keys().next().value;
    if (this.#lastAt.size > mostKeys && oldest !== undefined) this.#lastAt.delete(oldest);
    return true;
  }

  async #write(entry: AuditEntry): Promise<void> {
    try {
      await (await this.#input.store()).addAudit(entry);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#input.onError(error);
    }
  }
}

// Routes are plain functions, so that what they write to is one per process.
let notes: AuditNotes | undefined;

/** The audit of this process. */
export function auditNotes(): AuditNotes {
  notes ??= new AuditNotes({ store: readAuth, onError: (error) => report(error) });
  return notes;
}

let report: (error: unknown) => void = () => undefined;

/** Where entries that could not be written are told. Called once by the server. */
export function reportAuditTrouble(tell: (error: unknown) => void): void {
  report = tell;
}
