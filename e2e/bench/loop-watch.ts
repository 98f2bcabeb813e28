/** The longest time that the event loop was held since `start`. */
export interface LoopWatch {
  /** Milliseconds that this thread itself worked between two turns of the loop: other programs on the machine do not count. */
  longestMs(): number;
  stop(): void;
}

/** Watches the turns of the event loop by a timer that is always due. */
export function watchLoop(): LoopWatch {
  const cpu = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let last = cpu();
  let longest = 0;
  const look = () => {
    const now = cpu();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  return {
    longestMs() {
      look();
      return longest;
    },
    stop: () => clearInterval(timer),
  };
}
