/** What stands where there is no value. Missing is not zero. */
export const missing = '—';
