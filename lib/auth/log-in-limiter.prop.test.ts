import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogInLimiter, mostRemembered } from './log-in-limiter.ts';

const start = 1_800_000_000_000;
const address = '192.0.2.1';

/** Tries again and again until `count` tries were let through, each as early as it is allowed; the waits in seconds between them. */
function waits(limiter: LogInLimiter, count: number, name: (index: number) => string, from: (index: number) => string): number[] {
  const waited: number[] = [];
  let now = start;
  for (let index = 0; index < count; index++) {
    const decision = limiter.begin(name(index), from(index), now);
    if (decision.kind === 'wait') {
      now += decision.seconds * 1_000;
      expect(limiter.begin(name(index), from(index), now).kind).toBe('go');
    }
    waited.push(decision.kind === 'wait' ? decision.seconds : 0);
  }
  return waited;
}

describe('guessing', () => {
  it('at one name from many addresses is slowed down, to one try a minute', () => {
    expect(
      waits(
        new LogInLimiter(),
        14,
        () => 'ann',
        (index) => `192.0.2.${index}`,
      ),
    ).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('at many names from one address is slowed down, to one try in a quarter of an hour', () => {
    const all = waits(
      new LogInLimiter(),
      34,
      (index) => `user${index}`,
      () => address,
    );
    expect(all.slice(0, 20).every((seconds) => seconds === 0)).toBe(true);
    expect(all.slice(20)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  });

  it('with many tries at once is not let through before the first has failed', () => {
    const limiter = new LogInLimiter();
    const decisions = Array.from({ length: 100 }, () => limiter.begin('ann', address, start));
    expect(decisions.filter(({ kind }) => kind === 'go')).toHaveLength(5);
    expect(decisions.filter((one) => one.kind === 'wait' && one.first)).toHaveLength(1);
  });

  it('goes by the name that people mean, and by the whole network of an IPv6 customer', () => {
    const limiter = new LogInLimiter();
    for (let index = 0; index < 5; index++) limiter.begin(index % 2 ? 'ANN' : 'ann', `192.0.2.${index}`, start);
    expect(limiter.begin('Ann', '192.0.2.99', start).kind).toBe('wait');
    for (let index = 0; index < 20; index++) limiter.begin(`u${index}`, `2001:db8::${index}`, start);
    expect(limiter.begin('ben', '2001:db8::ffff', start)).toMatchObject({ kind: 'wait', of: 'address' });
  });

  it('is forgotten an hour after the last failure', () => {
    const limiter = new LogInLimiter();
    for (let index = 0; index < 9; index++) limiter.begin('ann', `192.0.2.${index}`, start + index * 60_000);
    const last = start + 8 * 60_000;
    expect(
      waits(
        limiter,
        1,
        () => 'ann',
        () => address,
      )[0],
    ).toBeGreaterThan(0);
    const later = new LogInLimiter();
    for (let index = 0; index < 9; index++) later.begin('ann', `192.0.2.${index}`, start + index * 60_000);
    for (let index = 0; index < 5; index++) expect(later.begin('ann', `198.51.100.${index}`, last + 3_600_000).kind).toBe('go');
  });

  it('does not go on faster where the clock is put back, and does not lock out until it is where it was', () => {
    const limiter = new LogInLimiter();
    for (let index = 0; index < 8; index++) limiter.begin('ann', `192.0.2.${index}`, start + index * 60_000);
    const decision = limiter.begin('ann', address, start - 86_400_000);
    expect(decision).toMatchObject({ kind: 'wait' });
    expect(decision.kind === 'wait' && decision.seconds).toBeLessThanOrEqual(60);
  });
});

describe('somebody who knows the password', () => {
  it('gets in from where they got in before, while others guess at the name', () => {
    const limiter = new LogInLimiter();
    limiter.begin('ann', address, start);
    limiter.succeeded('ann', address);
    for (let index = 0; index < 50; index++) limiter.begin('ann', `198.51.100.${index}`, start);
    expect(limiter.begin('ann', '203.0.113.5', start).kind).toBe('wait');
    expect(limiter.begin('ann', address, start).kind).toBe('go');
  });

  it('does not clear their address for guessing at others', () => {
    const limiter = new LogInLimiter();
    let gone = 0;
    for (let index = 0; index < 100; index++) {
      if (limiter.begin('mallory', address, start).kind === 'go') limiter.succeeded('mallory', address);
      if (limiter.begin(`victim${index}`, address, start).kind === 'go') gone += 1;
    }
    expect(gone).toBe(20);
  });

  it('is not counted for tries that nobody could check', () => {
    const limiter = new LogInLimiter();
    for (let index = 0; index < 50; index++) {
      expect(limiter.begin('ann', address, start).kind).toBe('go');
      limiter.abandoned('ann', address);
    }
    expect(limiter.sizes()).toEqual({ name: 0, address: 0, known: 0 });
  });
});

it('memory is bounded, whatever comes', () => {
  const limiter = new LogInLimiter();
  for (let index = 0; index < mostRemembered + 500; index++) {
    const from = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    limiter.begin(`u${index}`, from, start);
    limiter.succeeded(`k${index}`, from);
    limiter.begin(`u${index}`, from, start);
  }
  const { name, address: of, known } = limiter.sizes();
  expect(Math.max(name, of, known)).toBe(mostRemembered);
});

it('after any story of tries, a wait is never longer than said and a success never lengthens it', () => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b'),
    from: fc.constantFrom('192.0.2.1', '::1'),
    after: fc.nat(100_000),
    right: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const limiter = new LogInLimiter();
      let now = start;
      for (const { name, from, after, right } of steps) {
        now += after;
        const decision = limiter.begin(name, from, now);
        if (decision.kind === 'wait') {
          expect(decision.seconds).toBeGreaterThan(0);
          expect(decision.seconds).toBeLessThanOrEqual(decision.of === 'name' ? 60 : 900);
        } else if (right) limiter.succeeded(name, from);
      }
    }),
  );
});
