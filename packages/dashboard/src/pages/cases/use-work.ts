import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Seen, WholeCase } from '../../api/cases.ts';

/** What is done with a case, and what it will be like, where that is shown before Hilo has said so. */
export type Doing = {
  seen: WholeCase;
  work(seen: Seen): Promise<unknown>;
  guess?: ((one: WholeCase) => WholeCase) | undefined;
};

export type Work = ReturnType<typeof useWork>;

/**
 * Does something with the case that is open, and reads afterwards how it stands, whatever came of it. What is guessed is shown at once, and
 * taken back where it was not done.
 */
export const useWork = ({ id, customer }: WholeCase) => {
  const client = useQueryClient();
  const key = ['cases', 'one', id];
  return useMutation({
    mutationFn: ({ seen, work }: Doing) => work({ id, etag: seen.etag }),
    onMutate: async ({ guess }) => {
      if (guess === undefined) return;
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<WholeCase>(key, (before) => before && guess(before));
    },
    onError: (_error, { seen, guess }) => {
      if (guess !== undefined) client.setQueryData(key, seen);
    },
    onSettled: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['cases'] }),
        client.invalidateQueries({ queryKey: ['customer', customer, 'cases'] }),
      ]);
    },
  });
};
