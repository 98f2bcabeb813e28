/** Why there is no store to read, where a person can do something about it (codes of StoreError). */
export const storeTroubles = ['missing', 'older-schema', 'newer-schema', 'cannot-open', 'corrupt'] as const;
export type StoreTrouble = (typeof storeTroubles)[number];
