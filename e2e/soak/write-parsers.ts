import type { z } from 'zod';
import { answerWrite } from '#app/_server/answer-write.ts';
import type { Random } from '#collectors/transport/simulated/random.ts';
import * as writeBodies from '#lib/api/write-bodies.ts';
import type { BorderParser } from './fuzz.ts';
import { mutateJson, mutateText } from './mutate.ts';

const matchers = ['host=~"hv0[1-4]"', { name: 'vm', op: '!=', value: 'a"b' }];
const by = 'ann';
const weekly = { kind: 'weekly', weekdays: [6, 7], start: '02:30', durationMinutes: 90, zone: 'Europe/Oslo' };
const once = { kind: 'once', startsAt: 1_795_419_600_000, endsAt: 1_795_423_200_000 };

/** A valid body of each write or more. */
const seeds: Readonly<Record<keyof typeof writeBodies, readonly unknown[]>> = {
  ackBody: [{ by, note: 'seen' }],
  acksBody: [{ fingerprints: ['a', 'b'], by, note: '' }],
  byBody: [{ by }],
  silenceBody: [
    { matchers, startsAt: '2026-11-23T07:00:00Z', endsAt: 1_795_423_200_000, createdBy: by, comment: 'work', confirmed: true },
  ],
  silenceChangeBody: [{ endsAt: '2026-11-23T09:00:00+01:00', comment: 'longer', by }],
  previewBody: [{ matchers }],
  maintenanceBody: [
    { name: 'updates', matchers, schedule: weekly, by, confirmed: false },
    { name: 'move', matchers, schedule: once, by },
  ],
  maintenancePreviewBody: [{ matchers, schedule: weekly }],
};

/** A refusal repeats what was sent, but no body of 64 KB may be answered by many times as much. */
const longestAnswer = 200_000;

/** Bodies of writes, by the way that all of them go: bytes, JSON, schema, and the words of what is wrong. */
export function writeParsers(): readonly BorderParser[] {
  return Object.entries(writeBodies).map(([name, schema]) => {
    const texts = seeds[name as keyof typeof writeBodies].map((seed) => JSON.stringify(seed));
    return {
      name: `write ${name}`,
      exports: [],
      // As text most of them are no JSON any more, and as JSON all of them are.
      make: (random: Random) => (random.below(4) === 0 ? mutateText(random, texts) : JSON.stringify(mutateJson(random, texts))),
      run: (async (body: string) => {
        const answer = await answerWrite(write(body), { schema: schema as z.ZodType, permission: 'silence' }, async () => ({
          body: {},
        }));
        const { length } = await answer.text();
        if (length > longestAnswer) throw new Error(`an answer of ${length} characters to ${body.length}`);
        if (![200, 400, 413, 422].includes(answer.status)) throw new Error(`status ${answer.status}`);
        return answer.status === 200;
      }) as BorderParser['run'],
    };
  });
}

function write(body: string): Request {
  const headers = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
  return new Request('http://127.0.0.1/api/v1/write', { method: 'POST', headers, body });
}
