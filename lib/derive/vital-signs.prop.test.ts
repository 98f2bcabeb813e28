import fc from 'fast-check';
import { expect, test } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import { integrationServices } from '#lib/model/integration-service.ts';
import { heartbeatSign } from './heartbeat-sign.ts';
import { kvpSign } from './kvp-sign.ts';
import { powerSign } from './power-sign.ts';
import { servicesSign } from './service-signs.ts';
import { isBroken } from './vital-sign.ts';

const t = translateFor('en');
const code = fc.option(fc.integer({ min: 0, max: 65_535 }), { nil: undefined });
const vm = fc.record(
  {
    name: fc.string(),
    kind: fc.constantFrom('realized' as const, 'planned' as const, 'replica' as const),
    state: fc.oneof(fc.constantFrom(2, 3, 6, 9, 10), fc.integer({ min: 0, max: 65_535 })),
    healthState: fc.constantFrom(5, 20, 25),
    operationalStatus: fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 3 }),
    otherState: fc.string(),
  },
  { requiredKeys: ['name', 'kind', 'state', 'operationalStatus'] },
);
const row = fc.tuple(fc.boolean(), code, code).map(([enabled, primary, secondary]) => ({
  enabled,
  ...(primary === undefined ? {} : { primary }),
  ...(secondary === undefined ? {} : { secondary }),
}));

test('any codes give a sign whose texts are whole: no key, placeholder, undefined or NaN shows', () => {
  fc.assert(
    fc.property(
      vm,
      row,
      fc.boolean(),
      fc.array(row, { minLength: 6, maxLength: 6 }),
      (reading, heartbeat, everInContact, rows) => {
        const services = Object.fromEntries(
          integrationServices.map((service, index) => [service, rows[index] ?? { enabled: true }]),
        );
        const kvp = { ...heartbeat, intrinsic: [], guest: [], host: [], problems: [] };
        const signs = [
          powerSign(reading),
          heartbeatSign(reading, { ...heartbeat, everInContact }, 0),
          servicesSign(reading, { services }, 0),
          kvpSign(reading, kvp, 0),
        ];
        for (const sign of signs) {
          for (const text of [sign.word, ...sign.detail].map(t.message)) {
            if (reading.otherState !== undefined && text.includes(reading.otherState)) continue;
            expect(text).not.toMatch(/undefined|NaN|\{|\}|^\w+\.\w+$/);
            expect(text).not.toBe('');
          }
        }
      },
    ),
  );
});

test('nothing of a realized VM that does not run is broken, except its power sign', () => {
  fc.assert(
    fc.property(vm, row, (reading, heartbeat) => {
      fc.pre(reading.state !== 2);
      expect(isBroken(heartbeatSign(reading, { ...heartbeat, everInContact: true }, 0).level)).toBe(false);
      expect(isBroken(kvpSign(reading, { ...heartbeat, intrinsic: [], guest: [], host: [], problems: [] }, 0).level)).toBe(false);
    }),
  );
});
