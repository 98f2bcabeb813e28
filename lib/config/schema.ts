import { z } from 'zod';
import { parseNtpServer } from '../model/ntp-server.ts';
import { notify } from './notify-schema.ts';
import { metrics, web } from './web-schema.ts';

const seconds = z.number().positive().max(86_400);
const days = z.number().int().min(1).max(3_650);
const port = z.number().int().min(1).max(65_535);
const name = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, 'made of letters, digits, dots, dashes and underscores');
const ntpServers = z
  .array(
    z
      .string()
      .refine(
        (text) => parseNtpServer(text) !== undefined,
        'a name or an address of an NTP server, with its port where that is not 123, such as ntp.example.com or [2001:db8::1]:1123',
      ),
  )
  .max(4);

const collectorOverride = z.strictObject({
  enabled: z.boolean().optional(),
  intervalSeconds: seconds.optional(),
  timeoutSeconds: seconds.optional(),
});

const common = {
  name,
  labels: z
    .record(
      z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'a Prometheus label name: letters, digits and underscores, no digit first'),
      z.string(),
    )
    .default({}),
  collectors: z.record(z.string(), collectorOverride).default({}),
  /** In the place of `clock.ntpServers`. */
  ntpServers: ntpServers.optional(),
};

/** One Hyper-V host to poll. `transport` says how it is reached; see docs/targets.md. */
export const target = z.discriminatedUnion('transport', [
  z.strictObject({ ...common, transport: z.literal('local') }),
  z.strictObject({
    ...common,
    transport: z.literal('ssh'),
    address: z.string().min(1),
    port: port.default(22),
    user: z.string().min(1),
    keyFile: z.string().min(1),
    knownHostsFile: z.string().min(1).optional(),
    subsystem: name.default('powershell'),
    restricted: z.boolean().default(false),
  }),
  z.strictObject({
    ...common,
    transport: z.literal('winrm'),
    address: z.string().min(1),
    port: port.optional(),
    useSsl: z.boolean().default(false),
    configurationName: name.optional(),
  }),
  z.strictObject({ ...common, transport: z.literal('simulated') }),
]);
export type Target = z.infer<typeof target>;

/** The whole of hvitals.yaml. Every default is here and nowhere else. */
export const config = z.strictObject({
  targets: z.array(target).default([]),
  collectors: z.record(z.string(), collectorOverride).default({}),
  /** NTP servers that hosts, and this machine, compare their clocks with. Without any, nothing is asked but what a host asks already. */
  clock: z.strictObject({ ntpServers: ntpServers.default([]), ownNtpServers: ntpServers.default([]) }).prefault({}),
  web: web.prefault({}),
  metrics: metrics.prefault({}),
  data: z.strictObject({ directory: z.string().min(1).default('./data') }).prefault({}),
  /** Days that history is kept: samples as they came, per minute, per quarter of an hour. */
  history: z.strictObject({ rawDays: days.default(7), fineDays: days.default(60), coarseDays: days.default(730) }).prefault({}),
  /** Rules of the user's own, how often all of them are judged, and which of the shipped ones are left out. */
  alerting: z
    .strictObject({
      ruleFiles: z.array(z.string().min(1).max(1_000)).max(100).default([]),
      evaluateEverySeconds: z.number().int().min(1).max(300).default(15),
      shipped: z.boolean().default(true),
      disable: z.array(z.string().min(1).max(100)).max(1_000).default([]),
    })
    .prefault({}),
  powershell: z
    .strictObject({ executable: z.string().min(1).optional(), processes: z.number().int().min(1).max(16).default(2) })
    .prefault({}),
  demo: z
    .strictObject({
      hosts: z.number().int().min(1).max(1_000).default(6),
      vmsPerHost: z.number().int().min(1).max(500).default(20),
      seed: z.number().int().default(1),
    })
    .prefault({}),
  /** Who is told of alerts; see docs/notifications.md. */
  notify: notify.prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
});
export type Config = z.infer<typeof config>;
