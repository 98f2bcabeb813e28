import type { Freshness } from '#lib/derive/freshness.ts';
import type { Level } from '#lib/derive/vital-sign.ts';
import type { Message } from '#lib/i18n/message.ts';
import type { ApiFinding } from '#lib/model/api/findings.ts';
import type { ApiHost } from '#lib/model/api/hosts.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';

/** The moment at which the style guide stands still, so that its screenshots never change. UTC milliseconds. */
export const styleNow = Date.UTC(2026, 10, 23, 8);

export const fresh: Freshness = { readAt: styleNow - 8_000, intervalSeconds: 15, failures: 0 };
export const stale: Freshness = { readAt: styleNow - 754_000, intervalSeconds: 15, failures: 4 };
export const never: Freshness = { readAt: null, intervalSeconds: null, failures: 0 };

export type Sign = ApiVm['signs']['power'];

/** A sign of the style guide. The detail is a message of the catalogue, as in real ones. */
export function sampleSign(level: Level, key: Message['key'], more: Partial<Sign> = {}): Sign {
  return { level, word: { key }, detail: [], freshness: fresh, ...more };
}

export const signs: readonly Sign[] = [
  sampleSign('critical', 'heartbeat.lost', { detail: [{ key: 'heartbeat.lost.detail' }] }),
  sampleSign('warning', 'kvp.noContact', { detail: [{ key: 'kvp.noContact.detail' }] }),
  sampleSign('unknown', 'sign.notReported', { detail: [{ key: 'sign.notReported.detail' }] }),
  sampleSign('info', 'sign.disabled', { detail: [{ key: 'sign.disabled.detail' }] }),
  sampleSign('ok', 'kvp.ok', { guestText: '192.0.2.17' }),
  sampleSign('none', 'sign.vmNotRunning'),
  sampleSign('ok', 'state.2', { freshness: stale }),
  sampleSign('critical', 'heartbeat.lost', { freshness: stale }),
];

function sampleVm(number: number, name: string, level: Level, over: Partial<ApiVm> & { readonly signs?: ApiVm['signs'] }): ApiVm {
  const ok: ApiVm['signs'] = {
    power: sampleSign('ok', 'state.2'),
    heartbeat: sampleSign('ok', 'heartbeat.ok'),
    services: sampleSign('ok', 'status.2'),
    kvp: sampleSign('ok', 'kvp.ok', { guestText: `192.0.2.${number}` }),
  };
  return {
    vmId: `5a5a0000-0000-4000-8000-00000000000${number}`,
    name,
    host: 'hv01',
    kind: 'realized',
    state: 2,
    level,
    findings: [],
    addresses: [`192.0.2.${number}`],
    copies: 0,
    signs: ok,
    ...over,
  };
}

const base = sampleVm(0, '', 'ok', {}).signs;

export const vms: readonly ApiVm[] = [
  sampleVm(1, 'db-01', 'critical', {
    findings: ['heartbeat-lost', 'shutdown-unavailable'],
    signs: { ...base, heartbeat: sampleSign('critical', 'heartbeat.lost') },
  }),
  sampleVm(2, 'web-02.a-very-long-name-that-does-not-fit.example.com', 'warning', {
    findings: ['kvp-daemon-missing'],
    copies: 1,
    signs: { ...base, kvp: sampleSign('warning', 'kvp.noContact') },
  }),
  sampleVm(3, 'evil‮txt.exe\u0007', 'info', { signs: { ...base, kvp: sampleSign('info', 'kvp.ok', { guestText: '<b>\u0000' }) } }),
  sampleVm(4, 'web-03', 'ok', {}),
  sampleVm(5, 'batch-01', 'none', {
    state: 3,
    signs: {
      power: sampleSign('none', 'state.3'),
      heartbeat: sampleSign('none', 'sign.vmNotRunning'),
      services: sampleSign('none', 'sign.vmNotRunning'),
      kvp: sampleSign('none', 'sign.vmNotRunning'),
    },
  }),
  sampleVm(6, 'cache-01', 'ok', {
    signs: {
      power: sampleSign('ok', 'state.2', { freshness: stale }),
      heartbeat: sampleSign('ok', 'heartbeat.ok', { freshness: stale }),
      services: sampleSign('ok', 'status.2', { freshness: stale }),
      kvp: sampleSign('unknown', 'sign.noReading', { freshness: never }),
    },
  }),
];

export const host: ApiHost = {
  host: 'hv01',
  computerName: 'HV01',
  clock: null,
  findings: [],
  transport: 'simulated',
  address: '192.0.2.1',
  labels: { site: 'north', cluster: 'c1' },
  sign: { level: 'ok', word: { key: 'host.ok' }, detail: [] },
  reachable: true,
  scrapes: [],
  vms: { total: 20, running: 18, broken: 2, worst: 'critical' },
};

const evidence = (key: Message['key'], collector: string, freshness: Freshness): ApiFinding['evidence'][number] => ({
  message: { key, params: { status: { key: 'status.12' } } },
  collector,
  host: 'hv01',
  freshness,
});

export const finding: ApiFinding = {
  code: 'kvp-daemon-missing',
  severity: 'warning',
  host: 'hv01',
  since: styleNow - 8_100_000,
  evidence: [
    evidence('finding.kvp-daemon-missing.evidence.status', 'kvp', fresh),
    evidence('finding.kvp-daemon-missing.evidence.heartbeat', 'heartbeat', stale),
  ],
  cause: { key: 'finding.kvp-daemon-missing.cause' },
  fixes: [
    {
      message: { key: 'finding.kvp-daemon-missing.fix' },
      commands: [
        {
          where: 'guest',
          family: 'debian',
          fits: true,
          text: 'sudo apt-get install hyperv-daemons && sudo systemctl enable --now hv-kvp-daemon',
        },
        { where: 'guest', family: 'freebsd', text: 'sysrc hv_kvpd_enable=YES && service hv_kvpd start' },
      ],
    },
  ],
};

export const guestTexts: readonly string[] = [
  'web-01.example.com',
  '<script>alert(1)</script>',
  'abc\u202Efdp.exe',
  'line\nbreak\u0000',
  'x'.repeat(80),
];

export const colourNames = [
  'canvas',
  'surface',
  'raised',
  'selected',
  'line',
  'line-strong',
  'ink',
  'muted',
  'accent',
  'critical',
  'critical-tint',
  'warning',
  'warning-tint',
  'unknown',
  'unknown-tint',
  'info',
  'info-tint',
  'ok',
  'ok-tint',
  'none',
] as const;
