import { describe, expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

describe('nearestWord', () => {
  it.each([
    ['adress', 'address'],
    ['Listen', 'listen'],
    ['timeOutSecond', 'timeoutSeconds'],
    ['vmm', 'vm'],
  ])('takes %s for %s', (word, wanted) => {
    expect(nearestWord(word, ['listen', 'address', 'timeoutSeconds', 'vm'])).toBe(wanted);
  });

  it('says nothing where no candidate is close, or there is none', () => {
    expect(nearestWord('colour', ['web', 'metrics'])).toBeUndefined();
    expect(nearestWord('colour', [])).toBeUndefined();
  });
});
