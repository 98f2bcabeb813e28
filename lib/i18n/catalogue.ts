import { enAccess } from './en-access.ts';
import { enActs } from './en-acts.ts';
import { enAlerts } from './en-alerts.ts';
import { enApiDocs } from './en-api-docs.ts';
import { enBeacon } from './en-beacon.ts';
import { enBeacons } from './en-beacons.ts';
import { enClockFindings } from './en-clock-findings.ts';
import { enClocks } from './en-clocks.ts';
import { enCodes } from './en-codes.ts';
import { enDiskFindings } from './en-disk-findings.ts';
import { enDisks } from './en-disks.ts';
import { enEventFields } from './en-event-fields.ts';
import { enEvents } from './en-events.ts';
import { enFindings } from './en-findings.ts';
import { enHandover } from './en-handover.ts';
import { enHistory } from './en-history.ts';
import { enLogIn } from './en-log-in.ts';
import { enMigration } from './en-migration.ts';
import { enMigrations } from './en-migrations.ts';
import { enPages } from './en-pages.ts';
import { enPower } from './en-power.ts';
import { enRules } from './en-rules.ts';
import { enShell } from './en-shell.ts';
import { enSigns } from './en-signs.ts';
import { enSilences } from './en-silences.ts';
import { enStates } from './en-states.ts';
import { enStrip } from './en-strip.ts';
import { enTables } from './en-tables.ts';
import { enWall } from './en-wall.ts';
import { enWatch } from './en-watch.ts';
import type { PluralForms } from './plural-forms.ts';

/** The English catalogue: the source of every key. Translations are records over the same keys; they may lag behind. */
export const en = {
  ...enCodes,
  ...enSigns,
  ...enFindings,
  ...enClockFindings,
  ...enDiskFindings,
  ...enDisks,
  ...enPower,
  ...enMigration,
  ...enEvents,
  ...enEventFields,
  ...enMigrations,
  ...enAlerts,
  ...enRules,
  ...enActs,
  ...enSilences,
  ...enPages,
  ...enShell,
  ...enLogIn,
  ...enAccess,
  ...enStates,
  ...enStrip,
  ...enTables,
  ...enWall,
  ...enWatch,
  ...enHandover,
  ...enHistory,
  ...enClocks,
  ...enBeacon,
  ...enBeacons,
  ...enApiDocs,
} as const satisfies Record<string, string | PluralForms>;

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string | PluralForms>>;
