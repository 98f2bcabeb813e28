import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cookieIn,
  negotiateLocale,
  type Preferences,
  parsePreferences,
  parseTimeZone,
  switchStates,
  themes,
  toCookie,
} from './preferences.ts';

/** What a request carries after the browser took these cookies. */
function jarOf(...cookies: string[]): (name: string) => string | undefined {
  const all = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
  return (name) => cookieIn(all, name);
}

describe('cookies', () => {
  test('what was chosen comes back with the next request', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...themes),
        fc.constantFrom('en' as const, 'ru' as const),
        fc.constantFrom('browser', 'UTC', 'Europe/Moscow', 'Asia/Tokyo'),
        fc.constantFrom(...switchStates),
        fc.constantFrom(...switchStates),
        (theme, locale, timeZone, sound, marks) => {
          const chosen: Preferences = { theme, locale, timeZone, sound, marks };
          const jar = jarOf(
            toCookie('theme', theme),
            toCookie('locale', locale),
            toCookie('timeZone', timeZone),
            toCookie('sound', sound),
            toCookie('marks', marks),
          );
          expect(parsePreferences(jar, 'de')).toEqual(chosen);
        },
      ),
    );
  });

  test('garbage in them is as if they were not there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, header) => {
        fc.pre(!['light', 'dark', 'en', 'ru'].includes(value) && parseTimeZone(value) === undefined);
        const { theme, timeZone } = parsePreferences(() => value, header);
        expect([theme, timeZone]).toEqual(['auto', 'browser']);
      }),
    );
  });

  test('a cookie is found among others, and bytes that are no UTF-8 are none', () => {
    expect(cookieIn('a=1; hvitals-theme=dark; b=2', 'hvitals-theme')).toBe('dark');
    expect(cookieIn('xhvitals-theme=dark', 'hvitals-theme')).toBeUndefined();
    expect(cookieIn('hvitals-zone=%E0%A4%A', 'hvitals-zone')).toBeUndefined();
  });

  test('a cookie is for the whole site, lasts, and holds no stray separator', () => {
    expect(toCookie('timeZone', 'Europe/Moscow')).toBe('hvitals-zone=Europe%2FMoscow; Path=/; Max-Age=31536000; SameSite=Lax');
  });
});

describe('the language of a browser', () => {
  test.each([
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['en-GB, ru', 'en'],
    ['de, fr;q=0.9, ru;q=0.4, en;q=0.3', 'ru'],
    ['ru;q=0, en', 'en'],
    ['RU', 'ru'],
    ['de', 'en'],
    ['', 'en'],
    [null, 'en'],
    ['*', 'en'],
    ['ru;q=nonsense', 'ru'],
  ] as const)('%s → %s', (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });

  test('no header breaks it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (header) => {
        expect(['en', 'ru']).toContain(negotiateLocale(header));
      }),
    );
  });
});

test('a zone is one that the platform knows, in its spelling', () => {
  expect(parseTimeZone('europe/moscow')).toBe('Europe/Moscow');
  expect(parseTimeZone('Mars/Olympus')).toBeUndefined();
  expect(parseTimeZone('x'.repeat(1_000))).toBeUndefined();
  expect(parseTimeZone(undefined)).toBeUndefined();
});
