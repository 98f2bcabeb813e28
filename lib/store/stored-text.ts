import type { Json } from '#lib/model/json.ts';
import { type Outcome, outcomes } from '#lib/model/outcome.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import { StoreError } from './store-error.ts';

/** Free text as it is stored: JSON text, which carries NUL and lone surrogates as escapes and gives them back unchanged. */
export function encodeText(text: string): string {
  return JSON.stringify(text);
}

/** As `encodeText`; undefined is stored as null. */
export function encodeOptionalText(text: string | undefined): string | null {
  return text === undefined ? null : JSON.stringify(text);
}

/** Reads stored columns back into exact types. Each throws a StoreError `corrupt` that names the column. */
export interface StoredTextParser {
  json(text: string, column: string): Json;
  text(text: string, column: string): string;
  optionalText(text: string | null, column: string): string | undefined;
  /** Labels are stored as sorted pairs. */
  labels(text: string): Readonly<Record<string, string>>;
  outcome(text: string): Outcome;
  /** '' stands for the host. */
  vmId(text: string): VmId | undefined;
  /** Of a row that must name a VM. */
  requiredVmId(text: string): VmId;
  /** Throws the error of a column that holds what it must not. */
  corrupt(column: string): never;
}

/** A parser whose errors name this file. */
export function createStoredTextParser(file: string): StoredTextParser {
  const corrupt = (column: string, cause?: unknown) =>
    new StoreError('corrupt', file, `column ${column} holds what hvitals never writes`, { cause });
  const json = (text: string, column: string): Json => {
    try {
      return JSON.parse(text) as Json;
    } catch (error) {
      throw corrupt(column, error);
    }
  };
  const text = (stored: string, column: string): string => {
    const value = json(stored, column);
    if (typeof value !== 'string') throw corrupt(column);
    return value;
  };
  const vmId = (stored: string): VmId | undefined => {
    const parsed = stored === '' ? undefined : parseVmId(stored);
    if (stored !== '' && parsed === undefined) throw corrupt('vm_id');
    return parsed;
  };
  return {
    json,
    text,
    optionalText: (stored, column) => (stored === null ? undefined : text(stored, column)),
    labels: (stored) => Object.fromEntries(json(stored, 'target.labels') as [string, string][]),
    outcome: (stored) => {
      const outcome = outcomes.find((known) => known === stored);
      if (outcome === undefined) throw corrupt('scrape.outcome');
      return outcome;
    },
    vmId,
    requiredVmId: (stored) => {
      const parsed = vmId(stored);
      if (parsed === undefined) throw corrupt('vm_id');
      return parsed;
    },
    corrupt: (column) => {
      throw corrupt(column);
    },
  };
}
