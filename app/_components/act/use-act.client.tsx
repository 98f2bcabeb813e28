'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';

/** What shows what people did. */
const shown = new Set<unknown>([
  'alerts',
  'alert-events',
  'silences',
  'maintenance',
  'overview',
  'users',
  'tokens',
  'wall-links',
  'audit',
  'account',
]);

interface ActOptions<Wanted, Answer> {
  readonly send: (wanted: Wanted) => Promise<Answer>;
  readonly onDone: (answer: Answer) => void;
}

/** One write at a time, after which everything that shows it is read again. */
export function useAct<Wanted, Answer>({ send, onDone }: ActOptions<Wanted, Answer>) {
  const client = useQueryClient();
  return useMutation<Answer, Error, Wanted>({
    mutationFn: send,
    // hvitals is often on the same machine, where "offline" says nothing.
    networkMode: 'always',
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => shown.has(queryKey[0]) }),
  });
}
