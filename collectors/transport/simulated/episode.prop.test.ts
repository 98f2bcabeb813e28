import fc from 'fast-check';
import { expect, it } from 'vitest';
import { episodeAt } from './episode.ts';

const episodes = fc
  .record({
    everyMs: fc.integer({ min: 1, max: 1e9 }),
    offsetMs: fc.integer({ min: -1e9, max: 1e9 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ everyMs, offsetMs, part }) => ({ everyMs, offsetMs, lastsMs: Math.floor(everyMs * part) }));
const moments = fc.integer({ min: 0, max: 4e12 });

it('holds from its span’s first moment to the last one and changes right after, unless the episode has no gap or no length', () => {
  fc.assert(
    fc.property(episodes, moments, (episode, now) => {
      const state = episodeAt(episode, now);
      expect(state.from).toBeLessThanOrEqual(now);
      expect(state.until).toBeGreaterThan(now);
      expect(episodeAt(episode, state.from)).toEqual(state);
      expect(episodeAt(episode, state.until - 1)).toEqual(state);
      const changes = episode.lastsMs > 0 && episode.lastsMs < episode.everyMs;
      expect(episodeAt(episode, state.until).active).toBe(changes ? !state.active : state.active);
    }),
  );
});

it('begins at its offset and lasts as long as it says', () => {
  const episode = { everyMs: 600, offsetMs: 60, lastsMs: 180 };
  const active = Array.from({ length: 1_200 }, (_, now) => episodeAt(episode, now).active);
  expect(active.indexOf(true)).toBe(60);
  expect(active.filter(Boolean)).toHaveLength(360);
});
