import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Exposition } from '#lib/metrics/exposition.ts';
import { outcomes } from '#lib/model/outcome.ts';
import type { StoredScrape } from '#lib/store/store.ts';
import { exposedDefinitions } from './publish-readings.ts';
import { movedScrapeFamilies, scrapeFamilies, toScrapeSamples } from './scrape-samples.ts';

const scrape: fc.Arbitrary<StoredScrape> = fc.record({
  host: fc.constant('hv01'),
  collector: fc.constant('vm'),
  outcome: fc.constantFrom('ok', 'ok', 'ok', ...outcomes),
  reason: fc.constant(undefined),
  finishedAt: fc.constant(0),
  durationMs: fc.nat({ max: 3 }),
  lastReadingAt: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
  failures: fc.constant(0),
  nextRunAt: fc.constant(0),
  intervalSeconds: fc.constantFrom(15, 15, 15, 30),
  frameBytes: fc.constant(0),
});

test('series of a pair that follow what moves are those that are made anew by every scrape', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(scrape, { minLength: 1, maxLength: 12 }), async (scrapes) => {
      const following = new Exposition({ definitions: exposedDefinitions });
      const anew = new Exposition({ definitions: exposedDefinitions });
      let before: StoredScrape | undefined;
      for (const next of scrapes) {
        const families = movedScrapeFamilies(before, next);
        following.set('pair', families, toScrapeSamples(next, families));
        anew.set('pair', scrapeFamilies, toScrapeSamples(next));
        before = next;
        expect(Buffer.concat(await following.snapshot()).toString()).toBe(Buffer.concat(await anew.snapshot()).toString());
      }
    }),
  );
});
