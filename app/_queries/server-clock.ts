/** How far the server's clock is ahead of the browser's. Ages are counted on the server's clock, which also stamped the readings. */
let offsetMs: number | undefined;

/** Takes the server's time from an answer that arrived just now. */
export function noteServerTime(serverMs: number, browserMs: number): void {
  if (Number.isFinite(serverMs)) offsetMs = serverMs - browserMs;
}

/** The server's time at a moment of the browser's clock. Until an answer has come, the clocks are taken to agree. */
export function toServerTime(browserMs: number): number {
  return browserMs + (offsetMs ?? 0);
}
