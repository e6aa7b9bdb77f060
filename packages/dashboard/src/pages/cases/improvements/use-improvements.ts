import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { askImprovements } from '../../../api/improvements.ts';
import { daysOf } from '../../../filters/filters.ts';
import { todayIn, zoneOfFigures } from '../../../filters/today.ts';
import { useFilters } from '../../../filters/use-filters.ts';
import { useSession } from '../../../session/session.ts';
import type { Listed } from './shown.ts';

/** Whether who looks may take something on, and work on it; unknown until it is known who looks. */
export const useMayImprove = (): boolean | undefined => {
  const { data } = useSession();
  return data === null || data?.scopes.some((scope) => ['*', 'cases:write', 'alerts:write'].includes(scope));
};

type Page = { nextCursor?: string };
const nextOf = ({ nextCursor }: Page): string | undefined => nextCursor;
const first: string | undefined = undefined;

/** What goes wrong again and again, in the time of the address. */
export const useCandidates = () => {
  const { shown } = useFilters();
  const time = daysOf(shown, todayIn(zoneOfFigures()));
  return useInfiniteQuery({
    queryKey: ['improvements', 'candidates', time],
    queryFn: ({ signal, pageParam: cursor }) => askImprovements.candidates(time, { cursor, signal }),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });
};

export const useImprovements = (state: Listed) =>
  useInfiniteQuery({
    queryKey: ['improvements', 'list', state],
    queryFn: ({ signal, pageParam: cursor }) => askImprovements.list(state, { cursor, signal }),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });

/** Does something with improvements, and reads afterwards how they stand, whatever came of it. */
export const useDoing = <Done>(work: () => Promise<Done>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSettled: () => client.invalidateQueries({ queryKey: ['improvements'] }),
  });
};
