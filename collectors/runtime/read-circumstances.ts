import { z } from 'zod';
import type { Circumstances } from '#lib/alerting/decide-notification.ts';
import { maintenanceSchedule } from '#lib/alerting/maintenance.ts';
import { parseMatcher, renderMatcher } from '#lib/alerting/matcher.ts';
import type { Logger } from '#lib/log.ts';
import type { AlertStore } from '#lib/store/alert-store.ts';
import { StoreError } from '#lib/store/store-error.ts';

/** What people did: silences, windows, and the fingerprints of alerts that somebody acknowledged. */
export type Deeds = Pick<Circumstances, 'silences' | 'windows'> & { readonly acknowledged: ReadonlySet<string> };

const matcher = z
  .object({ name: z.string(), op: z.enum(['=', '!=', '=~', '!~']), value: z.string() })
  .refine((given) => parseMatcher(renderMatcher(given)).ok, 'is no matcher');
/** Without a matcher a silence would hit everything, which nobody can ask for. */
const silence = z.object({ id: z.string(), matchers: z.array(matcher).min(1), startsAt: z.number(), endsAt: z.number() });
const maintenance = z.object({ id: z.string(), matchers: z.array(matcher), schedule: maintenanceSchedule });

/** Reads what people did from the store. A row that cannot be used is told in the log once, and holds nothing back. */
export class DeedReader {
  readonly #store: Pick<AlertStore, 'listSilences' | 'listAcks' | 'listMaintenance'>;
  readonly #log: Logger;
  #broken: ReadonlySet<string> = new Set();

  constructor(store: Pick<AlertStore, 'listSilences' | 'listAcks' | 'listMaintenance'>, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  /** @throws StoreError where the store cannot be read at all */
  async read(): Promise<Deeds> {
    const broken = new Set<string>();
    const note = (table: string, id: string, why: string) => {
      broken.add(`${table} ${id}`);
      if (!this.#broken.has(`${table} ${id}`))
        this.#log.error({ table, id, why }, 'stored row cannot be used, it holds nothing back');
    };
    const list = async <Row>(table: string, rows: () => Promise<readonly Row[]>): Promise<readonly Row[]> => {
      try {
        return await rows();
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'corrupt') throw error;
        note(table, '', error.message);
        return [];
      }
    };
    const parse = <Row extends { readonly id: string }, Parsed>(table: string, schema: z.ZodType<Parsed>, rows: readonly Row[]) =>
      rows.flatMap((row) => {
        const result = schema.safeParse(row);
        if (!result.success) note(table, row.id, z.prettifyError(result.error));
        return result.success ? [result.data] : [];
      });
    const store = this.#store;
    const deeds = {
      silences: parse('silence', silence, await list('silence', () => store.listSilences())),
      windows: parse('maintenance', maintenance, await list('maintenance', () => store.listMaintenance())),
      acknowledged: new Set((await list('ack', () => store.listAcks())).map(({ fingerprint }) => fingerprint)),
    };
    this.#broken = broken;
    return deeds;
  }
}
