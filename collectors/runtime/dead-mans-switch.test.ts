import { expect, test } from 'vitest';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import type { Attempt, SendOutcome } from '#lib/notify/send-outcome.ts';
import { DeadMansSwitch } from './dead-mans-switch.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const delivered: SendOutcome = { result: 'delivered' };
const failed: SendOutcome = { result: 'failed', error: 'answer 500' };

test("the dead man's switch is called while all is well, and only then", async () => {
  const called: number[] = [];
  const clock = createFakeClock(start);
  const logged: Record<string, unknown>[] = [];
  let isAlive = false;
  let outcome: SendOutcome = delivered;
  const log = createLogger({ level: 'info', stream: { write: (line) => void logged.push(JSON.parse(line)) } });
  const call = (_url: string, { now }: Attempt) => {
    called.push((now - start) / 1_000);
    return Promise.resolve(outcome);
  };
  const deadMansSwitch = new DeadMansSwitch({ clock, log, isAlive: () => isAlive, call });
  await deadMansSwitch.use({ url: 'https://hc.example.com/secret', everySeconds: 60 });
  await clock.advance(12_000);
  isAlive = true;
  await clock.advance(70_000);
  isAlive = false;
  await clock.advance(600_000);
  expect(called).toEqual([15, 75]);
  [isAlive, outcome] = [true, failed];
  await clock.advance(180_000);
  outcome = delivered;
  await clock.advance(60_000);
  expect(logged.map(({ msg }) => msg)).toEqual(["dead man's switch could not be called", "dead man's switch is called again"]);
  expect(JSON.stringify(logged)).not.toContain('secret');
  await deadMansSwitch.use(undefined);
  const before = called.length;
  await clock.advance(600_000);
  expect(called).toHaveLength(before);
});
