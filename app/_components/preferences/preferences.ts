import { type Locale, locales } from '#lib/i18n/translate.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What can be switched on and off. */
export const switchStates = ['off', 'on'] as const;
export type SwitchState = (typeof switchStates)[number];

/** How one browser wants its pages. */
export interface Preferences {
  readonly theme: Theme;
  readonly locale: Locale;
  /** `browser`, or the IANA name of a zone. */
  readonly timeZone: string;
  /** Tones when a critical alert is new. */
  readonly sound: SwitchState;
  /** Alerts drawn on charts. */
  readonly marks: SwitchState;
}

/** The browser's own zone, which the server does not know. */
export const browserZone = 'browser';

/** Cookies, so that the first answer of the server has the right theme and language. They hold no secret, and scripts set them. */
const cookieNames: Readonly<Record<keyof Preferences, string>> = {
  theme: 'hvitals-theme',
  locale: 'hvitals-locale',
  timeZone: 'hvitals-zone',
  sound: 'hvitals-sound',
  marks: 'hvitals-marks',
};

const yearSeconds = 31_536_000;
const longestZoneName = 64;

/** Cookies and `Accept-Language` of a request → preferences. What is garbage is as if it were not there. Pure. */
export function parsePreferences(cookie: (name: string) => string | undefined, acceptLanguage: string | null): Preferences {
  const theme = cookie(cookieNames.theme);
  const locale = cookie(cookieNames.locale);
  return {
    theme: themes.find((one) => one === theme) ?? 'auto',
    locale: locales.find((one) => one === locale) ?? negotiateLocale(acceptLanguage),
    timeZone: parseTimeZone(cookie(cookieNames.timeZone)) ?? browserZone,
    sound: parseSwitch(cookie(cookieNames.sound)) ?? 'off',
    marks: parseSwitch(cookie(cookieNames.marks)) ?? 'on',
  };
}

function parseSwitch(text: string | undefined): SwitchState | undefined {
  return switchStates.find((one) => one === text);
}

/** The zone of a name, in the spelling of the platform; undefined for what is no zone. */
export function parseTimeZone(name: string | undefined): string | undefined {
  if (name === undefined || name.length > longestZoneName) return undefined;
  if (name === browserZone) return browserZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    // Thrown for a zone that does not exist, which is the question here.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The language of ours that a reader wants most (RFC 9110, 12.5.4); English where none is ours. */
export function negotiateLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((one) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]).find(Boolean);
      return { language: range.split('-')[0] ?? '', quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const known = locales.find((one) => one === language);
    if (known !== undefined) return known;
  }
  return 'en';
}

/** The cookie that keeps one preference for a year. */
export function toCookie<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): string {
  return `${cookieNames[name]}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
}

/** Reads one cookie out of `document.cookie`; undefined where it is not there or garbage. */
export function cookieIn(cookies: string, name: string): string | undefined {
  const found = cookies.split(';').find((part) => part.trim().startsWith(`${name}=`));
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found.slice(found.indexOf('=') + 1));
  } catch (error) {
    // Bytes that are no UTF-8 are no value of ours.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
