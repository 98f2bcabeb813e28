/** What the exit code of a command says. */
export const exitCodes = { ok: 0, wrong: 1, usage: 2 } as const;
