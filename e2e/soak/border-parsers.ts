import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { parseChartRange, toWindow } from '#app/_components/charts/chart-range.ts';
import { parseMigrationSort } from '#app/_components/migration/sort-migrations.ts';
import { parsePreferences, parseTimeZone } from '#app/_components/preferences/preferences.ts';
import { parseTableUrl } from '#app/_components/table/table-url.ts';
import { parseHistoryQuery } from '#app/_server/parse-history-query.ts';
import { parseLimit } from '#app/_server/parse-limit.ts';
import { parseFinding } from '#app/_server/to-api-finding.ts';
import { parseClockHost } from '#app/clocks/search-params.ts';
import { parseEventCursor } from '#app/events/event-cursor.ts';
import { parseEventsWanted, toSearchParams } from '#app/events/search-params.ts';
import { parseHostParam } from '#app/hosts/[host]/search-params.ts';
import { parseMigrationsUrl } from '#app/migrations/search-params.ts';
import { parseWallParams } from '#app/wall/search-params.ts';
import { readBeaconItems } from '#collectors/beacon/beacon-items.ts';
import { decodeEscapes } from '#collectors/beacon/beacon-pairs.ts';
import { readBeaconState } from '#collectors/beacon/beacon-state.ts';
import { decideAnswer } from '#collectors/clock/sntp/decide-answer.ts';
import { buildRequest, parsePacket } from '#collectors/clock/sntp/packet.ts';
import { readDiskState } from '#collectors/disk/disk-state.ts';
import { parseKvpBlock } from '#collectors/kvp/kvp-block.ts';
import { readKvpState } from '#collectors/kvp/kvp-state.ts';
import { readJobs } from '#collectors/migration/migration-jobs.ts';
import { readMigrationState } from '#collectors/migration/migration-state.ts';
import { readPowerState } from '#collectors/power/power-state.ts';
import { parseDrain } from '#collectors/transport/dispatch-protocol.ts';
import { parseFrame, readFrame } from '#collectors/transport/parse-frame.ts';
import type { Random } from '#collectors/transport/simulated/random.ts';
import { compileRegex } from '#lib/alerting/linear-regex.ts';
import { matches, parseMatcher } from '#lib/alerting/matcher.ts';
import { parseDuration } from '#lib/alerting/parse-duration.ts';
import { parseRegex, RegexError } from '#lib/alerting/parse-regex.ts';
import { parseRules } from '#lib/alerting/parse-rules.ts';
import { ConfigError } from '#lib/config/config-error.ts';
import { describeUnknown } from '#lib/config/describe-issue.ts';
import { parseListen } from '#lib/config/listen.ts';
import { parseConfig } from '#lib/config/parse-config.ts';
import { parseVmReading } from '#lib/derive/parse-readings.ts';
import { decodeChunk, encodeChunk } from '#lib/history/chunk-codec.ts';
import { catalog } from '#lib/metrics/catalog.ts';
import { parseShard } from '#lib/metrics/shard.ts';
import { readEventBookmarks } from '#lib/model/event-bookmarks.ts';
import { eventChannels } from '#lib/model/host-event.ts';
import { parseKvpItem, parseXmlItem } from '#lib/model/kvp-item.ts';
import { parseMigrationFilter } from '#lib/model/migration-filter.ts';
import { parseNtpServer } from '#lib/model/ntp-server.ts';
import { parseVmSid } from '#lib/model/parse-vm-sid.ts';
import { parsePowerRange } from '#lib/model/power-range.ts';
import { readEventChannels } from '#lib/model/read-event-channels.ts';
import { readHostEvent } from '#lib/model/read-host-event.ts';
import { parseUsualItem } from '#lib/model/usual-item.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { parseVmReadings, parseVmRows } from '#lib/model/vm-rows.ts';
import { formatSeries, parseSeries } from '#lib/series/series-text.ts';
import { toKvpXml } from '../golden/kvp-xml.ts';
import { testVmId } from '../support/make-host.ts';
import { accessParsers } from './access-parsers.ts';
import { alertParsers } from './alert-parsers.ts';
import { collectorParsers } from './collector-parsers.ts';
import type { BorderParser } from './fuzz.ts';
import { mutateBytes, mutateJson, mutateText } from './mutate.ts';
import { json, query, text, within } from './parser-kinds.ts';
import { writeParsers } from './write-parsers.ts';

// Longer than 250 lines: the one table of all parsers.
const now = Date.UTC(2026, 10, 23, 7, 40);
const root = join(import.meta.dirname, '../..');
const expected = { module: '0123456789abcdef', nonce: 'n' };
const frameHead = { v: 1, ...expected, collector: 'kvp', outcome: 'ok', at: '2026-11-23T07:40:00.000Z', tookMs: 1 };

const recordingOf = (collector: string, name: string): { data: { vms: Record<string, unknown>[] } } =>
  JSON.parse(readFileSync(join(root, `collectors/${collector}/testdata/${name}.json`), 'utf8'));
const configs = readdirSync(join(root, 'lib/config/testdata'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readFileSync(join(root, 'lib/config/testdata', file), 'utf8'));
const xml = [
  toKvpXml('OSName', 'Debian & <b>'),
  toKvpXml('hvitals.beacon', 'v=1;seq=1;at=1795419600;'),
  '<INSTANCE><PROPERTY NAME="Name"><VALUE>a</VALUE></PROPERTY></INSTANCE>',
];
const table = { columns: [{ id: 'name', sortable: true, usual: true }], facets: ['host', 'label.'] };
const shippedRules = readFileSync(join(root, 'lib/alerting/shipped-rules.yaml'), 'utf8');
const known = new Map(Object.values(catalog).map(({ name, labels }) => [name, labels]));
const urls = [
  'a=b',
  'range=24h&host=hv01&kind=live',
  'q=x&sort=-name&columns=name&host=a&label.site=b',
  'from=1795419600000&to=1795419700000&severity=critical',
  'rotate=30&view=map',
];
const historyUrl = `subject=vm:${testVmId(1, 1)}&series=hvitals_vm_state&from=2026-11-23T07:00:00Z&to=2026-11-23T08:00:00Z&step=15s`;

function transportParsers(): readonly BorderParser[] {
  const frames = [
    JSON.stringify({ ...frameHead, data: { vms: [] } }),
    JSON.stringify({ ...frameHead, gz: gzipSync('{"vms":[]}').toString('base64') }),
    JSON.stringify({ v: 1, ...expected, end: true, tookMs: 5 }),
    '{"v":1}',
  ];
  // As text most of them are no JSON any more, and as JSON all of them are.
  const make = (random: Random) =>
    random.below(2) === 0 ? mutateText(random, frames) : JSON.stringify(mutateJson(random, frames));
  return [
    text('frame', ['parseFrame'], frames, (input) => parseFrame(input, expected).kind !== 'bad', { make }),
    {
      ...text('frame, inflated elsewhere', ['readFrame'], frames, () => false, { make }),
      run: (async (input: string) => {
        const frame = await readFrame(input, expected);
        const { kind } = parseFrame(input, expected);
        if (frame.kind !== kind) throw new Error(`${frame.kind} and ${kind}`);
        return kind !== 'bad';
      }) as BorderParser['run'],
    },
    text(
      'drain',
      ['parseDrain'],
      ['left 0 0\nopen 3\npiece 3 QUJD\nlast 3 -', 'ended 3 complete - - -\noversized 3 99'],
      (input) => parseDrain(input.split('\n')).events.length > 0,
      {
        mayThrow: (error) => error instanceof Error && error.message.startsWith('unknown line from the dispatcher'),
      },
    ),
  ];
}

function recordParsers(): readonly BorderParser[] {
  const rows = z.object({ enabledState: z.number() });
  const kvp = recordingOf('kvp', 'synthetic-hostile-guest').data;
  const power = recordingOf('power', 'synthetic-boots-and-lives').data;
  const events = Object.values(power).find((part) => Array.isArray(part) && JSON.stringify(part).includes('channel')) ?? [];
  const event = {
    recordId: 5,
    id: 18_500,
    at: '2026-11-23T07:00:00.000Z',
    sid: null,
    fields: { VmId: testVmId(1, 1), VmName: 'a' },
  };
  const bookmarks = { a: { recordId: 5, at: '2026-11-23T07:00:00.000Z', since: now, emptied: false } };
  const state = {
    known: { a: { guest: 'b' } },
    problems: {},
    silent: {},
    after: null,
    waiting: {},
    readAt: now,
    up: { a: 1 },
    bookmarks,
  };
  return [
    json('rows of VMs', ['parseVmRows', 'parseVmReadings'], [kvp], (data) => {
      const parsed = parseVmRows(data, rows);
      const readings = parseVmReadings(data, { row: rows, previous: new Map(), repeats: () => false, toReading: (row) => row });
      return parsed.ok && readings.ok;
    }),
    json('items of a block', ['parseKvpBlock'], [xml, [...xml, ...xml]], (texts) => {
      if (!Array.isArray(texts)) return false;
      const { items } = parseKvpBlock('guest', texts, false);
      if (items.length > 1_024) throw new Error(`${items.length} items`);
      return items.every(({ key, value }) => key.length <= 512 && value.length <= 2_048);
    }),
    json('items of a beacon', ['readBeaconItems'], [xml], (texts) => {
      if (!Array.isArray(texts)) return false;
      const items = readBeaconItems(texts, false, new Set());
      if (items.disks.length > 32 || items.filesystems.length > 32) throw new Error('too many disks');
      return items.beacon !== undefined;
    }),
    json('event channels', ['readEventChannels'], [events], (channels) => {
      const read = readEventChannels(channels, undefined, now);
      if (read.events.length > 16 * 2_000) throw new Error(`${read.events.length} events`);
      return read.problems.length === 0;
    }),
    json('one event', ['readHostEvent'], [event], (one) => readHostEvent(eventChannels[0], one) !== undefined),
    json('jobs', ['readJobs'], [recordingOf('migration', 'synthetic-running').data], (data) => {
      const rowsOf = (data as { jobs?: unknown } | null)?.jobs;
      return Array.isArray(rowsOf) && readJobs(rowsOf).jobs.length <= 256;
    }),
    json(
      'saved states',
      ['readKvpState', 'readDiskState', 'readBeaconState', 'readPowerState', 'readMigrationState', 'readEventBookmarks'],
      [state, bookmarks],
      (saved) => {
        readKvpState(saved);
        readDiskState(saved);
        readPowerState(saved);
        readMigrationState(saved);
        readEventBookmarks(saved);
        return readBeaconState(saved) !== undefined;
      },
    ),
    json(
      'stored readings',
      ['parseVmReading'],
      [{ name: 'a', kind: 'realized', state: 2, operationalStatus: [2] }],
      (stored) => parseVmReading('vm', stored) !== undefined,
    ),
    json('stored findings', ['parseFinding'], [{ evidence: [], cause: { key: 'x' }, fixes: [] }], (finding) => {
      const stored = {
        vmId: testVmId(1, 1),
        code: 'kvp-hostile',
        severity: 'warning',
        host: 'a',
        since: 1,
        revision: 1,
        finding: finding as never,
      };
      return parseFinding(stored) !== undefined;
    }),
  ];
}

function textParsers(): readonly BorderParser[] {
  const ntp = [buildRequest(5n), Uint8Array.from({ length: 48 }, (_, at) => (at === 0 ? 0x24 : at))];
  const chunk = encodeChunk(now, [{ series: 1, times: [now, now + 15_000], values: [1, 2.5] }]);
  return [
    text('item of data exchange', ['parseKvpItem', 'parseXmlItem', 'parseUsualItem'], xml, (input) => {
      const item = parseKvpItem(input);
      parseUsualItem(input);
      parseXmlItem(input.replace(/<!/g, ''));
      return item !== undefined && item.key.length + item.value.length <= input.length;
    }),
    text(
      'escapes of a beacon',
      ['decodeEscapes'],
      ['a%20b%C3%A4', '%00%ff'],
      (input) => (decodeEscapes(input)?.length ?? 0) <= input.length,
    ),
    {
      name: 'NTP packet',
      exports: ['parsePacket'],
      make: (random) => mutateBytes(random, ntp),
      run: ((bytes: Uint8Array) => {
        decideAnswer(bytes, 5n);
        return parsePacket(bytes) !== undefined;
      }) as BorderParser['run'],
    },
    {
      name: 'chunk of history',
      exports: ['decodeChunk'],
      make: (random) => mutateBytes(random, [chunk]),
      run: ((bytes: Uint8Array) => {
        return decodeChunk(now, bytes).length < 100_000;
      }) as BorderParser['run'],
      mayThrow: (error) =>
        error instanceof RangeError || (error instanceof Error && 'code' in error && String(error.code).startsWith('Z')),
    },
    text('configuration', ['parseConfig'], configs, (input) => parseConfig(input, 'a.yaml').config !== undefined, {
      mayThrow: (error) => error instanceof ConfigError,
    }),
    text(
      'alert rules',
      ['parseRules'],
      [shippedRules.slice(0, 4_000)],
      (input) => parseRules([{ file: 'a.yaml', text: input }], { known, describeUnknown }).ok,
    ),
    text(
      'patterns',
      ['parseRegex'],
      ['hv0[1-4]', '(?:a|b)*c{2,5}', '\\d+\\.\\w?[^a-z]', 'a{100}{2}'],
      (input) => {
        parseRegex(input);
        compileRegex(input)('a'.repeat(500));
        return true;
      },
      { mayThrow: (error) => error instanceof RegexError },
    ),
    text('matchers', ['parseMatcher'], ['host=~"hv0[1-4]"', 'vm!="a\\"b"', 'a!~".+"'], (input) => {
      const parsed = parseMatcher(input);
      if (parsed.ok) matches([parsed.matcher], { host: 'x'.repeat(2_000) });
      return parsed.ok;
    }),
    text('durations', ['parseDuration'], ['5m', '1h30m', '2w3d'], (input) => Number.isFinite(parseDuration(input))),
    text('addresses to listen at', ['parseListen'], ['127.0.0.1:7480', '[::1]:80'], (input) =>
      within(parseListen(input), 6 * input.length + 100),
    ),
    text('shards', ['parseShard'], ['1/4', '64/64'], (input) => parseShard(input) !== undefined),
    text(
      'NTP servers',
      ['parseNtpServer'],
      ['ntp.example.org', '[::1]:123', '192.0.2.1:5'],
      (input) => parseNtpServer(input) !== undefined,
    ),
    text('series', ['parseSeries'], ['hvitals_vm_state', formatSeries({ metric: 'a', labels: { b: 'c"\\\n' } })], (input) => {
      const parsed = parseSeries(input);
      return parsed !== undefined && formatSeries(parsed).length < 20 * input.length + 100;
    }),
    text('ids of VMs', ['parseVmId', 'parseVmSid'], [testVmId(1, 1), `{${testVmId(1, 1)}}`, 'S-1-5-83-1-1-2-3-4'], (input) => {
      parseVmSid(input);
      return parseVmId(input) !== undefined;
    }),
  ];
}

function addressParsers(): readonly BorderParser[] {
  return [
    query('history queries', ['parseHistoryQuery'], [historyUrl, historyUrl.replace('step', 'stop')], (params) => {
      const parsed = parseHistoryQuery(params, now);
      return (
        parsed.ok && (parsed.query.to - parsed.query.from) / parsed.query.stepMs <= 2_000 && parsed.query.series.length <= 40
      );
    }),
    query('filters of migrations', ['parseMigrationFilter', 'parseMigrationsUrl', 'parseMigrationSort'], urls, (params) => {
      parseMigrationSort(params.get('sort'));
      return within([parseMigrationFilter(params), parseMigrationsUrl(params)], 20_000);
    }),
    query('filters of events', ['parseEventsWanted'], urls, (params) =>
      within(parseEventsWanted(toSearchParams(Object.fromEntries(params))), 20_000),
    ),
    query('tables', ['parseTableUrl'], urls, (params) => within(parseTableUrl(params, table), 1_000_000)),
    query('ranges', ['parseChartRange', 'parsePowerRange'], urls, (params) => {
      const { from, to } = toWindow(parseChartRange(params), now);
      parsePowerRange(params);
      return Number.isFinite(from) && Number.isFinite(to);
    }),
    query('walls', ['parseWallParams'], urls, (params) => within(parseWallParams(Object.fromEntries(params)), 2_000)),
    text(
      'parts of addresses',
      ['parseEventCursor', 'parseHostParam', 'parseClockHost', 'parseLimit'],
      ['1795419600000-5', 'hv01', '%41', '100'],
      (input) => {
        parseHostParam(input);
        parseClockHost(input);
        parseLimit(input, 5);
        return parseEventCursor(input) !== undefined;
      },
    ),
    text('cookies', ['parsePreferences', 'parseTimeZone'], ['dark', 'Europe/Berlin', 'en-US,ru;q=0.9'], (input) => {
      parseTimeZone(input);
      return within(
        parsePreferences(() => input, input),
        500,
      );
    }),
  ];
}

/** Every parser of something that others wrote. */
export function borderParsers(): readonly BorderParser[] {
  return [
    ...transportParsers(),
    ...collectorParsers(),
    ...recordParsers(),
    ...textParsers(),
    ...addressParsers(),
    ...alertParsers(),
    ...accessParsers(),
    ...writeParsers(),
  ];
}
