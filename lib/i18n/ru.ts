import { ruAccess } from './ru-access.ts';
import { ruActs } from './ru-acts.ts';
import { ruAlerts } from './ru-alerts.ts';
import { ruApiDocs } from './ru-api-docs.ts';
import { ruBeacon } from './ru-beacon.ts';
import { ruBeacons } from './ru-beacons.ts';
import { ruClockFindings } from './ru-clock-findings.ts';
import { ruClocks } from './ru-clocks.ts';
import { ruCodes } from './ru-codes.ts';
import { ruDiskFindings } from './ru-disk-findings.ts';
import { ruDisks } from './ru-disks.ts';
import { ruEventFields } from './ru-event-fields.ts';
import { ruEvents } from './ru-events.ts';
import { ruFindings } from './ru-findings.ts';
import { ruHandover } from './ru-handover.ts';
import { ruHistory } from './ru-history.ts';
import { ruLogIn } from './ru-log-in.ts';
import { ruMigration } from './ru-migration.ts';
import { ruMigrations } from './ru-migrations.ts';
import { ruPages } from './ru-pages.ts';
import { ruPower } from './ru-power.ts';
import { ruRules } from './ru-rules.ts';
import { ruShell } from './ru-shell.ts';
import { ruSigns } from './ru-signs.ts';
import { ruSilences } from './ru-silences.ts';
import { ruStates } from './ru-states.ts';
import { ruStrip } from './ru-strip.ts';
import { ruTables } from './ru-tables.ts';
import { ruWall } from './ru-wall.ts';
import { ruWatch } from './ru-watch.ts';
import type { Translation } from './translation.ts';

/** The Russian catalogue. */
export const ru: Translation = {
  ...ruCodes,
  ...ruSigns,
  ...ruFindings,
  ...ruClockFindings,
  ...ruDiskFindings,
  ...ruDisks,
  ...ruPower,
  ...ruMigration,
  ...ruEvents,
  ...ruEventFields,
  ...ruMigrations,
  ...ruAlerts,
  ...ruRules,
  ...ruActs,
  ...ruSilences,
  ...ruPages,
  ...ruShell,
  ...ruLogIn,
  ...ruAccess,
  ...ruStates,
  ...ruStrip,
  ...ruTables,
  ...ruWall,
  ...ruWatch,
  ...ruHandover,
  ...ruHistory,
  ...ruClocks,
  ...ruBeacon,
  ...ruBeacons,
  ...ruApiDocs,
};
