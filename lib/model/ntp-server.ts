/** Where an NTP server is reached. */
export interface NtpAddress {
  readonly host: string;
  readonly port: number;
}

const ntpPort = 123;
const name = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;
/** Two colons at least; a wrong address of this form does not resolve, and that is told. */
const ipv6 = /^(?=(?:[^:]*:){2})[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}$/;

/** `name`, `name:port`, `2001:db8::1` or `[2001:db8::1]:port`; undefined for anything else. */
export function parseNtpServer(text: string): NtpAddress | undefined {
  if (ipv6.test(text)) return { host: text, port: ntpPort };
  const { bracketed, bare, port } = /^(?:\[(?<bracketed>.+)\]|(?<bare>[^:]+))(?::(?<port>\d{1,5}))?$/.exec(text)?.groups ?? {};
  const host = bracketed ?? bare;
  const number = port === undefined ? ntpPort : Number(port);
  if (host === undefined || !(bracketed === undefined ? name : ipv6).test(host)) return undefined;
  return number < 1 || number > 65_535 ? undefined : { host, port: number };
}
