import { askServer } from '#collectors/clock/sntp/ask-server.ts';
import { decideOwnClock, ownClockLimitSeconds } from '#collectors/runtime/decide-own-clock.ts';
import { parseNtpServer } from '#lib/model/ntp-server.ts';
import type { CheckResult } from './check-result.ts';

const subject = "This machine's clock";

/** Compares this machine's clock with the servers of `clock.ownNtpServers`, a line for each; asks nobody where there are none. */
export async function checkOwnClock(servers: readonly string[]): Promise<readonly CheckResult[]> {
  if (servers.length > 0) return Promise.all(servers.map(checkServer));
  return [{ status: 'ok', subject, message: 'not compared, because clock.ownNtpServers names no NTP server' }];
}

async function checkServer(server: string): Promise<CheckResult> {
  const address = parseNtpServer(server);
  if (address === undefined) throw new Error(`${server} is no NTP server`);
  const reading = await askServer({ server, ...address, signal: new AbortController().signal });
  const state = decideOwnClock(reading);
  if (reading.offset === undefined) {
    const kiss = reading.kiss === undefined ? '' : ` (${reading.kiss})`;
    const advice =
      'Look at the name, at the firewall (UDP port 123) and at the server; clock.ownNtpServers in hvitals.yaml lists them.';
    return { status: 'warn', subject, message: `could not be compared with ${server}: ${state}${kiss}`, advice };
  }
  const { seconds, boundSeconds } = reading.offset;
  const side = seconds >= 0 ? 'ahead of' : 'behind';
  const message = `${toMilliseconds(Math.abs(seconds))} ms ${side} ${server}, give or take ${toMilliseconds(boundSeconds)} ms`;
  if (state === 'good') return { status: 'ok', subject, message };
  const advice = `More than ${ownClockLimitSeconds} s is wrong: see "chronyc tracking" or "timedatectl", on Windows "w32tm /query /status".`;
  return { status: 'warn', subject, message, advice };
}

function toMilliseconds(seconds: number): string {
  return (seconds * 1_000).toFixed(1);
}
