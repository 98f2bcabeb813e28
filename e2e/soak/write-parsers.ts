import type { z } from 'zod';
import { answerWrite } from '#app/_server/answer-write.ts';
import { checkQuery } from '#app/_server/check-query.ts';
import { pageOf, parsePage } from '#app/_server/page-of.ts';
import type { Random } from '#collectors/transport/simulated/random.ts';
import { operationList } from '#lib/api/operations.ts';
import { parseRowCursor, toRowCursor } from '#lib/api/row-cursor.ts';
import type { BorderParser } from './fuzz.ts';
import { mutateJson, mutateText } from './mutate.ts';
import { query, within } from './parser-kinds.ts';

const matchers = ['host=~"hv0[1-4]"', { name: 'vm', op: '!=', value: 'a"b' }];
const by = 'ann';
const weekly = { kind: 'weekly', weekdays: [6, 7], start: '02:30', durationMinutes: 90, zone: 'Europe/Oslo' };
const once = { kind: 'once', startsAt: 1_795_419_600_000, endsAt: 1_795_423_200_000 };
const silence = { matchers, startsAt: '2026-11-23T07:00:00Z', endsAt: 1_795_423_200_000, createdBy: by, comment: 'work' };
const password = 'a long one that nobody tries';

/** Valid bodies of writes, by the id of the operation; one of those that take the same is enough. */
const seeds: Readonly<Record<string, readonly unknown[]>> = {
  acknowledgeAlerts: [{ fingerprints: ['a', 'b'], by, note: '' }],
  acknowledgeAlert: [{ by, note: 'seen' }],
  unacknowledgeAlert: [{ by }],
  makeSilence: [silence, { ...silence, confirmed: true }],
  changeSilence: [{ endsAt: '2026-11-23T09:00:00+01:00', comment: 'longer', by }],
  previewSilence: [{ matchers }],
  makeWindow: [
    { name: 'updates', matchers, schedule: weekly, by, confirmed: false },
    { name: 'move', matchers, schedule: once, by },
  ],
  previewWindow: [{ matchers, schedule: weekly }],
  addUser: [{ name: 'ann', role: 'operator', password }],
  changeUser: [{ role: 'viewer' }, { disabled: true }],
  setUserPassword: [{ password }],
  changeOwnPassword: [{ current: 'the old one', password }],
  addToken: [{ name: 'CI', role: 'viewer', days: 30 }],
  addWallLink: [{ name: 'the NOC', days: 30 }],
  removeUser: [{}],
};

/** A refusal repeats what was sent, but no body of 64 KB may be answered by many times as much. */
const longestAnswer = 200_000;

/** Bodies of writes, by the way that all of them go: bytes, JSON, schema, and the words of what is wrong; and the parameters of the API. */
export function writeParsers(): readonly BorderParser[] {
  const bodies = Map.groupBy(operationList, ({ body }) => body);
  return [
    parameters(),
    ...[...bodies].flatMap(([schema, all]) =>
      schema === undefined
        ? []
        : [
            bodyOf(
              schema,
              all.map(({ id }) => id),
            ),
          ],
    ),
  ];
}

function bodyOf(schema: z.ZodType, ids: readonly string[]): BorderParser {
  const own = ids.flatMap((id) => seeds[id] ?? []);
  if (own.length === 0) throw new Error(`there is no valid body of ${ids.join(', ')} to bend`);
  const texts = own.map((seed) => JSON.stringify(seed));
  return {
    name: `body of ${ids.join(', ')}`,
    exports: [],
    // As text most of them are no JSON any more, and as JSON all of them are.
    make: (random: Random) => (random.below(4) === 0 ? mutateText(random, texts) : JSON.stringify(mutateJson(random, texts))),
    run: (async (body: string) => {
      const answer = await answerWrite(write(body), { schema, permission: 'silence' }, async () => ({ body: {} }));
      const { length } = await answer.text();
      if (length > longestAnswer) throw new Error(`an answer of ${length} characters to ${body.length}`);
      if (![200, 400, 413, 422].includes(answer.status)) throw new Error(`status ${answer.status}`);
      return answer.status === 200;
    }) as BorderParser['run'],
  };
}

function write(body: string): Request {
  const headers = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
  return new Request('http://127.0.0.1/api/v1/write', { method: 'POST', headers, body });
}

function parameters(): BorderParser {
  const cursor = toRowCursor(['hv01', 5]);
  const asked = [
    `limit=5&cursor=${cursor}`,
    `cursor=${toRowCursor([1_795_419_600_000, 'a'])}`,
    'host=hv01&limit=100',
    'from=2026-11-23T07:00:00Z&to=1795423200000',
  ];
  return query('parameters of the API', ['parsePage', 'parseRowCursor'], asked, (params) => {
    const rows = Array.from({ length: 20 }, (_, index) => index);
    parseRowCursor(params.get('cursor') ?? '');
    const good = operationList.filter((operation) => {
      const problem = checkQuery(operation, params);
      if (problem !== undefined) within(problem, 10_000);
      return problem === undefined;
    });
    if (good.length === 0 || [...params.keys()].length === 0) return false;
    return pageOf(rows, (row) => ['hv01', row], parsePage(params, 10)).rows.length <= rows.length;
  });
}
