import { expect, it } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { collectorSchedules } from './collector-schedules.ts';

it('names every collector of the registry with its own interval and timeout', () => {
  const declared = registry.map(({ name, intervalSeconds, timeoutSeconds }) => [name, { intervalSeconds, timeoutSeconds }]);
  expect(Object.fromEntries(declared)).toEqual(collectorSchedules);
});
