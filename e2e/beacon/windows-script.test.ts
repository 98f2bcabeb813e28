import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../peers/build-once.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { examine51, quoted, violations51 } from '../support/examine-51.ts';
import { runScript } from '../support/run-script.ts';

const script = path.join(repositoryRoot, 'public/beacon/hvitals-beacon.ps1');

beforeAll(() => ensurePwsh(), 300_000);

async function runLines(text: string): Promise<readonly string[]> {
  const result = await runScript(text, { timeoutMs: 60_000 });
  expect(result.stderr).toBe('');
  return result.lines;
}

/** What expressions give after the script was dot-sourced; one line each. */
const evaluate = (expressions: readonly string[]) =>
  runLines(`. '${script}'\n${expressions.map((expression) => `[Console]::Out.WriteLine([string](${expression}))`).join('\n')}`);

describe('for Windows PowerShell 5.1', () => {
  test('the script is ASCII, has no syntax and no static member that 5.1 lacks', async () => {
    const text = await readFile(script, 'utf8');
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(await violations51(text)).toEqual([]);
    expect((await examine51(text)).filter((line) => line.startsWith('static')).length).toBeGreaterThan(5);
  });

  test.each([
    ['$a = $b ? 1 : 2', 'syntax TernaryExpressionAst'],
    ['Get-Item x && Get-Item y', 'syntax PipelineChainAst'],
    ['$a = $b ?? 1', 'syntax ??'],
    ['[Convert]::ToHexString($a)', 'static System.Convert ToHexString'],
    ['if (', 'error'],
  ])('a planted %s is seen', async (text, found) => {
    expect((await violations51(text)).join('\n')).toContain(found);
  });

  test('both scripts have one version', async () => {
    const shell = await readFile(script.replace('.ps1', '.sh'), 'utf8');
    const version = /^version=(.*)$/m.exec(shell)?.[1];
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await evaluate(['$beaconVersion'])).toEqual([version]);
  });
});

describe('values', () => {
  test.each([
    ['plain C:\\Data', 'plain C:\\Data'],
    ['a;b=c%d', 'a%3Bb%3Dc%25d'],
    ['line\r\nend\ttab\u0000', 'line%0D%0Aend%09tab%00'],
    ['Дом', '%D0%94%D0%BE%D0%BC'],
    ['😀~', '%F0%9F%98%80~'],
  ])('%j is encoded', async (text, encoded) => {
    expect(await evaluate([`ConvertTo-BeaconText (${quoted(text)}) 900`])).toEqual([encoded]);
  });

  test('a long text is cut between characters, an item at 1,000 bytes', async () => {
    const long = 'ü'.repeat(300);
    const [text = '', item = ''] = await evaluate([
      `ConvertTo-BeaconText (${quoted(long)}) 500`,
      `Join-BeaconPairs @(@('a', 900, ${quoted(long)}), @('b', 90, 'y'), @('c', 90, ${quoted(long)}), @('d', 90, ''), @('e', 9, $null))`,
    ]);
    expect(text).toBe('%C3%BC'.repeat(83));
    expect(item).toBe(`a=${'%C3%BC'.repeat(150)};b=y;c=${'%C3%BC'.repeat(15)};`);
    expect(item).toHaveLength(1_000);
  });

  test('numbers have a dot and no exponent in every culture', async () => {
    expect(
      await evaluate([
        'ConvertTo-BeaconNumber 1e-7',
        'ConvertTo-BeaconNumber 18446744073709551615',
        'ConvertTo-BeaconNumber "x"',
        'ConvertTo-BeaconNumber $null',
      ]),
    ).toEqual(['0.0000001', '18446744073709551615', '', '']);
  });
});

/** `w32tm /query /status` of real hosts, whose words are German or English; the shapes are those of hyperv-facts.md 8.3. */
const status = (words: readonly string[], values: readonly string[]) =>
  `Read-BeaconW32tm @(${values.map((value, index) => quoted(`${words[index]}: ${value}`)).join(', ')})`;
const english = [
  'Leap Indicator',
  'Stratum',
  'Precision',
  'Root Delay',
  'Root Dispersion',
  'ReferenceId',
  'Last Successful Sync Time',
  'Source',
];
const other = [
  'Sprungindikator 3(',
  'Stratum',
  'Präzision',
  'Stammverzögerung',
  'Stammabweichung',
  'Referenz-ID',
  'Letzte',
  'Quelle',
];

describe('items', () => {
  test('the clock of a guest that follows its host, in two languages', async () => {
    const host = [
      '0(no warning)',
      '2 (secondary reference)',
      '-23 (119.209ns per tick)',
      '0.0003389s',
      '0.0115201s',
      '0x564D5450 (source name: "VMTP")',
      'x',
      'y',
    ];
    const german = host.map((value) => value.replace(/(\d)\.(\d{7}s)/, '$1,$2'));
    const clock = (facts: string) => `New-BeaconClock $true (${facts}) 'time.windows.com,0x9' 'NTP'`;
    const words = other.map((word) => word.replace(' 3(', ''));
    const line =
      'daemon=w32time;daemons=w32time;source=host-service;ref=VMICTimeProvider;sync=1;leap=0;stratum=2;rootdelay=0.0003389;rootdisp=0.0115201;';
    expect(await evaluate([clock(status(english, host)), clock(status(words, german))])).toEqual([line, line]);
  });

  test('an NTP client, an unsynchronised clock, a stopped service, and text of another shape', async () => {
    const ntp = [
      '0(no warning)',
      '4 (secondary reference)',
      '-23 (119.209ns per tick)',
      '0.0312500s',
      '0.7800000s',
      '0xC0000207 (source IP: 192.0.2.7)',
      'x',
      'y',
    ];
    const lost = [
      '3(not synchronized)',
      '0 (unspecified)',
      '-23 (119.209ns per tick)',
      '0.0000000s',
      '0.0000000s',
      '0x00000000 (unspecified)',
      'x',
      'Local CMOS Clock',
    ];
    expect(
      await evaluate([
        `New-BeaconClock $true (${status(english, ntp)}) 'time.example,0x9 b,0x8' 'NTP'`,
        `New-BeaconClock $true (${status(english, lost)}) '' 'NT5DS'`,
        `New-BeaconClock $false @{} '' ''`,
        `New-BeaconClock $true (Read-BeaconW32tm @('The following error occurred: (0x80070426)')) '' 'NTP'`,
      ]),
    ).toEqual([
      'daemon=w32time;daemons=w32time;source=ntp;ref=time.example;sync=1;leap=0;stratum=4;rootdelay=0.0312500;rootdisp=0.7800000;',
      'daemon=w32time;daemons=w32time;source=local;sync=0;leap=3;stratum=0;rootdelay=0.0000000;rootdisp=0.0000000;',
      'daemon=none;',
      'daemon=w32time;daemons=w32time;',
    ]);
  });

  test('disks and filesystems', async () => {
    const guid = 'F8B3781A-1E82-4818-A1C3-63D806EC15BB';
    const scsi = `VMBUS\\{BA6163D9-04A1-4D29-B605-72E2FFB1DC7F}\\{${guid}}`;
    const ide = `VMBUS\\{32412632-86CB-44A2-9B5C-50D1417354F5}\\{00000000-0000-8899-0000-000000000000}`;
    expect(
      await evaluate([
        `New-BeaconDisk 1 ([uint64]136365211648) '${scsi}' 3`,
        `New-BeaconDisk 0 ([uint64]1024) '${ide}' 0`,
        `New-BeaconDisk 2 ([uint64]1024) 'VMBUS\\{${guid}}\\5&1ec51bf7&0&{${guid}}' 0`,
        `New-BeaconDisk 4 $null '' $null`,
        `New-BeaconFilesystem 'C:\\' '\\\\?\\Volume{1}\\' 'NTFS' ([uint64]1000) ([uint64]400) 0`,
        `New-BeaconFilesystem 'D:\\a;b' 'x' '' ([uint64]1000) $null $null`,
      ]),
    ).toEqual([
      `dev=disk1;bytes=136365211648;ctl=${guid.toLowerCase()};lun=3;`,
      'dev=disk0;bytes=1024;',
      'dev=disk2;bytes=1024;',
      'dev=disk4;',
      'mount=C:\\;dev=\\\\?\\Volume{1}\\;type=NTFS;bytes=1000;used=600;disk=disk0;',
      'mount=D:\\a%3Bb;dev=x;bytes=1000;',
    ]);
  });

  test("the beacon's own item; the sequence goes on from the last value", async () => {
    const ticks = (1_700_000_000n + 62_135_596_800n) * 10_000_000n + 1_234_567n;
    expect(
      await evaluate([
        `New-BeaconOwn 7 ${ticks} 12.5`,
        `Get-BeaconSequence 'v=1;seq=41;at=1;'`,
        `Get-BeaconSequence ''`,
        `Get-BeaconSequence 'v=1;xseq=9;seq=-1;'`,
      ]),
    ).toEqual(['v=1;script=1.0.0;os=windows;interval=30;seq=7;at=1700000000.1234567;up=12.5;', '42', '1', '1']);
  });
});
