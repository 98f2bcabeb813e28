/** Browsers by what they call themselves. Those that pretend to be another one come first. */
const browsers = [
  [/\bEdg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* .*Safari\//, 'Safari'],
] as const;
const systems = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

const longestName = 60;

/** What people call a browser: `Firefox 140, Linux`; what is none of these as it calls itself, cut short. Pure. */
export function nameBrowser(userAgent: string): string {
  const browser = browsers
    .map(([pattern, name]) => ({ name, version: pattern.exec(userAgent)?.[1] }))
    .find(({ version }) => version);
  if (browser === undefined) return userAgent.length > longestName ? `${userAgent.slice(0, longestName)}…` : userAgent || '—';
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  return `${browser.name} ${browser.version}${system === undefined ? '' : `, ${system}`}`;
}
