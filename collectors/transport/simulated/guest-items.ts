import { toBeaconItems } from './beacon-items.ts';
import { renderKvpItem } from './kvp-item.ts';
import type { SimulatedHost, SimulatedVm } from './scenario.ts';

/** Limits of one VM's beacon, as on the host (beacon.ps1). */
const mostItems = 200;
const mostCharacters = 262_144;

/** Whether an item text belongs to the beacon (guest-items.ps1). */
export function isBeaconItem(text: string): boolean {
  return /<VALUE[ \t\r\n]*>[ \t\r\n]*hvitals\./.test(text);
}

/** Everything that a guest has written into its pool at a moment, as [key, value] in order; raw texts come behind. */
export function toGuestPairs(vm: SimulatedVm, host: SimulatedHost, now: number): SimulatedVm['kvp']['guest'] {
  return vm.beacon === undefined ? vm.kvp.guest : [...vm.kvp.guest, ...toBeaconItems(vm.beacon, host, now)];
}

/** A VM's row of the beacon record. */
export function toBeaconRow(vm: SimulatedVm, host: SimulatedHost, now: number) {
  const pairs = toGuestPairs(vm, host, now).map(([key, value]) => renderKvpItem('guest', key, value));
  const texts = [...pairs, ...vm.kvp.rawGuestItems].filter(isBeaconItem);
  const items = firstTexts(texts, mostItems, mostCharacters);
  return { id: vm.id, items, ...(items.length < texts.length ? { cut: true } : {}) };
}

/** The first texts that fit; one that is too long by itself ends the list. */
export function firstTexts(texts: readonly string[], mostTexts: number, most: number): readonly string[] {
  let length = 0;
  let count = 0;
  for (const text of texts) {
    length += text.length;
    if (count >= mostTexts || length > most) break;
    count += 1;
  }
  return texts.slice(0, count);
}
