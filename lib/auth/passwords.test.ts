import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkPassword, normalizePassword, passwordSentences } from './check-password.ts';
import { commonPasswords } from './common-passwords.ts';
import { PasswordDesk, PasswordDeskBusyError } from './password-desk.ts';
import { currentCost, hashPassword, isOutgrown, matchesHash, parsePasswordHash } from './password-hash.ts';

const cheap = { logN: 4, r: 8, p: 1 };

describe('a password is', () => {
  it.each([
    ['four unrelated words', 'ann', undefined],
    ['пароль из четырёх слов', 'ann', undefined],
    ['elevenchars', 'ann', 'too-short'],
    ['😀😁😂😃😄😅😆😇😈😉😊', 'ann', 'too-short'],
    ['😀😁😂😃😄😅😆😇😈😉😊😋', 'ann', undefined],
    ['x'.repeat(1_025), 'ann', 'too-long'],
    [`ab cd ef${'я'.repeat(508)}`, 'ann', undefined],
    [`ab cd ef${'я'.repeat(509)}`, 'ann', 'too-long'],
    ['abababababab', 'ann', 'too-simple'],
    ['Password1234', 'ann', 'too-common'],
    ['p a s s w o r d 1 2 3 4 !', 'ann', 'too-common'],
    ['Ann.Smith-2026', 'ann.smith', 'has-name'],
    ['annsmithannsmith', 'annsmith', 'has-name'],
    ['ann likes long walks', 'ann', undefined],
    ['829473619285', 'ann', undefined],
    ['with a line\nend in it', 'ann', 'not-text'],
    ['half a character \ud800', 'ann', 'not-text'],
  ])('%j of %s: %s', (password, name, refusal) => {
    expect(checkPassword(password, name)).toBe(refusal);
  });

  it('never repeated in what is said of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 6 }), (password) => {
        const refusal = checkPassword(password, 'ann');
        if (refusal !== undefined) expect(passwordSentences[refusal]).not.toContain(password);
      }),
    );
  });

  it('looked for among the common ones as they stand there', () => {
    expect([...commonPasswords].filter((one) => one !== one.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))).toEqual([]);
  });

  it('the same however its characters were typed', () => {
    expect(normalizePassword('A\u030angstro\u0308m ﬁne')).toBe(normalizePassword('Ångström fine'));
  });
});

describe('a stored hash', () => {
  // By Python's hashlib.scrypt, another implementation.
  const other = '$scrypt$v=1$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$SWQ3mooYs8amBu+1vauhlhnmuOlNNvgrSs55Z8OWEU8';

  it('is what another implementation of scrypt makes', async () => {
    const parsed = parsePasswordHash(other);
    if (parsed === undefined) throw new Error('not parsed');
    expect(await matchesHash('Straße in Köln', parsed)).toBe(true);
    expect(await matchesHash('Strasse in Köln', parsed)).toBe(false);
  });

  it('says by what it was made, has a salt of its own, and fits its password only', async () => {
    const [first, second] = [
      await hashPassword('four unrelated words', cheap),
      await hashPassword('four unrelated words', cheap),
    ];
    expect(first).toMatch(/^\$scrypt\$v=1\$ln=4,r=8,p=1\$/);
    expect(first).not.toBe(second);
    const parsed = parsePasswordHash(first);
    expect(parsed && (await matchesHash('four unrelated words', parsed))).toBe(true);
    expect(parsed && (await matchesHash('four unrelated word', parsed))).toBe(false);
  });

  it('costs 128 MiB, and one of less is outgrown', async () => {
    expect(currentCost).toEqual({ logN: 17, r: 8, p: 1 });
    const real = parsePasswordHash(await hashPassword('four unrelated words'));
    expect(real && (await matchesHash('four unrelated words', real))).toBe(true);
    expect(real && isOutgrown(real)).toBe(false);
    const small = parsePasswordHash(await hashPassword('four unrelated words', cheap));
    expect(small && isOutgrown(small)).toBe(true);
    expect(small && isOutgrown(small, cheap)).toBe(false);
  });

  it.each([
    '',
    'plain',
    other.replace('v=1', 'v=2'),
    other.replace('ln=10', 'ln=24'),
    other.replace('ln=10', 'ln=0'),
    `${other}x`,
  ])('%j is none, or asks for too much memory', (stored) => {
    expect(parsePasswordHash(stored)).toBeUndefined();
  });
});

describe('the desk', () => {
  it('knows right from wrong, and says when a hash is to be made anew', async () => {
    const desk = new PasswordDesk({ cost: { ...cheap, logN: 5 } });
    const stored = await desk.hash('Ångström fine words');
    expect(await desk.check('A\u030angstro\u0308m ﬁne words', stored)).toEqual({ right: true, rehash: false });
    expect(await desk.check('something else here', stored)).toEqual({ right: false });
    expect(await desk.check('four unrelated words', await hashPassword('four unrelated words', cheap))).toEqual({
      right: true,
      rehash: true,
    });
  });

  it('lets nobody in by the decoy, a broken hash, or a text that is too long to be hashed', async () => {
    const desk = new PasswordDesk({ cost: cheap });
    await desk.warmUp();
    expect(await desk.check('nobody has this password', undefined)).toEqual({ right: false });
    expect(await desk.check('', 'broken')).toEqual({ right: false });
    expect(await desk.check('x'.repeat(2_000), await hashPassword('x'.repeat(2_000), cheap))).toEqual({ right: false });
  });

  it('takes as long for a name that is not there as for one that is', async () => {
    const desk = new PasswordDesk({ cost: { logN: 14, r: 8, p: 1 } });
    const stored = await desk.hash('four unrelated words');
    await desk.warmUp();
    // Side by side, and the quickest of each: other work on the machine can only add.
    const quickest = [Infinity, Infinity];
    for (let round = 0; round < 10; round++) {
      for (const [index, hash] of [stored, undefined].entries()) {
        const started = performance.now();
        await desk.check('something else here', hash);
        quickest[index] = Math.min(quickest[index] ?? Infinity, performance.now() - started);
      }
    }
    const [known = 0, unknown = 0] = quickest;
    expect(Math.abs(known - unknown) / known).toBeLessThan(0.5);
  });

  it('works at a few at once, lets a few wait, and sends the others away', async () => {
    const desk = new PasswordDesk({ cost: { logN: 12, r: 8, p: 1 }, atOnce: 2, waiting: 3 });
    const ended = await Promise.allSettled(Array.from({ length: 9 }, () => desk.check('something else here', undefined)));
    const refused = ended.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(4);
    expect(refused.every((one) => one.reason instanceof PasswordDeskBusyError)).toBe(true);
    expect(await desk.check('something else here', undefined)).toEqual({ right: false });
  });
});

test('a hash never holds its password', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 6, maxLength: 40 }), async (password) => {
      expect(await hashPassword(password, cheap)).not.toContain(password);
    }),
    { numRuns: 50 },
  );
});
