import { afterEach, beforeEach, describe } from 'vitest';
import { describeEventArrivals, describeEvents } from './contract/events.ts';
import { describeFindings } from './contract/findings.ts';
import { describeHostFindings } from './contract/host-findings.ts';
import { describeModel } from './contract/model.ts';
import { describeIntegrity, describeReadings, describeScrapes } from './contract/readings.ts';
import { describeRemovals, describeRevisions } from './contract/revisions.ts';
import type { StoreUnderTest } from './contract/rows.ts';
import { describeChanges, describeTargets } from './contract/targets.ts';
import type { Store } from './store.ts';

/** A fresh, empty place for one store, and how to open it; `reopen` opens the same place again after `close`. */
export interface StoreFixture {
  open(clock: { now(): number }): Promise<Store>;
  remove(): Promise<void>;
}

/** Registers the suite that every implementation of `Store` must pass. */
export function describeStoreContract(name: string, createFixture: () => Promise<StoreFixture>): void {
  describe(`${name} as a store`, () => {
    let fixture: StoreFixture;
    let store: Store;
    const clock = { time: 1_000, now: () => clock.time };
    beforeEach(async () => {
      clock.time = 1_000;
      fixture = await createFixture();
      store = await fixture.open(clock);
    });
    afterEach(async () => {
      await store.close();
      await fixture.remove();
    });
    const current: StoreUnderTest = {
      get store() {
        return store;
      },
      clock,
      async reopen() {
        await store.close();
        store = await fixture.open(clock);
        return store;
      },
    };
    describeReadings(current);
    describeIntegrity(current);
    describeScrapes(current);
    describeRevisions(current);
    describeRemovals(current);
    describeTargets(current);
    describeChanges(current);
    describeEvents(current);
    describeEventArrivals(current);
    describeFindings(current);
    describeHostFindings(current);
    describeModel(async (use) => {
      const own = { time: 0, now: () => own.time };
      const place = await createFixture();
      const fresh = await place.open(own);
      try {
        await use(fresh, own);
      } finally {
        await fresh.close();
        await place.remove();
      }
    });
  });
}
