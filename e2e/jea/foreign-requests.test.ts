import { beforeAll, expect, test } from 'vitest';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { scrapeHost } from '../support/scrape-host.ts';

const now = Date.UTC(2026, 10, 26, 9);
const host = makeHost('hv69', [linuxVm(testVmId(69, 1), 'vm1', now)]);

beforeAll(() => ensurePwsh(), 300_000);

/** The records of `power` and `migration` where somebody else than hvitals asks for this log, and the logs that were read for it. */
async function askFor(channel: string) {
  const args = { channels: [{ channel, bookmark: null, wanted: [4624], ignored: [] }] };
  const { records, calls } = await scrapeHost(host, { collectors: ['power', 'migration'].map((name) => ({ name, args })), now });
  return { records, logs: calls.filter(({ command }) => command === 'Get-WinEvent') };
}

test.each([
  'Security',
  'System',
  'Microsoft-Windows-PowerShell/Operational',
  'Microsoft-Windows-Hyper-V-',
  'Microsoft-Windows-Hyper-V-Worker-Admin"><Select Path="Security',
  ' Microsoft-Windows-Hyper-V-Worker-Admin',
])(
  'who may call the module cannot make it read the log %s',
  async (channel) => {
    const { records, logs } = await askFor(channel);
    expect(logs).toEqual([]);
    expect(records.power).toMatchObject({ outcome: 'error', reason: 'a log was asked for that is none of Hyper-V' });
    expect(records.migration).toMatchObject({ outcome: 'partial', reason: 'a log was asked for that is none of Hyper-V' });
  },
  30_000,
);

test('and the logs of Hyper-V are read', async () => {
  const { records, logs } = await askFor('Microsoft-Windows-Hyper-V-Worker-Admin');
  expect(logs.length).toBeGreaterThan(0);
  expect(records.power?.outcome).toBe('ok');
}, 30_000);
