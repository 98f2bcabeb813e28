import { QueryClient } from '@tanstack/react-query';
import { streamState } from './stream-state.ts';

const pollMs = 5_000;
const slowPollMs = 30_000;

/** A client with the habits of all pages: poll, say at once when a poll fails, and keep what was there. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // While the stream stands it says when to read; the slow poll is for what it cannot know of.
        refetchInterval: () => (streamState() === 'open' ? slowPollMs : pollMs),
        staleTime: pollMs - 1_000,
        // The next poll is the retry; a failure must show at once.
        retry: false,
        // hvitals is often on the same machine, where "offline" says nothing.
        networkMode: 'always',
      },
    },
  });
}
