import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { askCases, type CaseQuery } from '../../api/cases.ts';
import { askFigures } from '../../api/figures.ts';
import { useMay, useSession } from '../../session/session.ts';
import { askedCases, type CasesShown, filtersOf } from './shown.ts';

const rereadMs = 60_000;
const most = 50;

/** Who looks, as cases name her; nobody where Hilo is asked by a key. */
export const useMe = (): string | undefined => useSession().data?.person.id;

/** Whether who looks may work on cases as well; unknown until it is known who looks. */
export const useMayWork = (): boolean | undefined => useMay('cases:write');

/** The cases that are looked at, page by page: those that were opened last first. */
export const useCaseList = (shown: CasesShown) => {
  const me = useMe();
  const query = askedCases(shown, me);
  return useInfiniteQuery({
    queryKey: ['cases', 'list', query],
    queryFn: ({ signal, pageParam: cursor }) => askCases.list(query, { limit: most, cursor, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: rereadMs,
    enabled: shown.cases !== 'mine' || me !== undefined,
  });
};

/** How many cases there are of each view. */
export const useCounts = (shown: CasesShown) => {
  const me = useMe();
  const filters = filtersOf(shown);
  const all = useCount({ state: 'active', ...filters });
  const mine = useCount({ state: 'active', ...filters, owner: me ?? '' }, me !== undefined);
  return {
    hand: all && all.open + all.waiting,
    overdue: all?.overdue,
    mine: mine && mine.open + mine.waiting,
    unassigned: all?.unassigned,
    waiting: all?.waiting,
    resolved: all?.resolved,
  };
};

const useCount = (query: CaseQuery, enabled = true) =>
  useQuery({
    queryKey: ['cases', 'counts', query],
    queryFn: async ({ signal }) => (await askCases.list(query, { limit: 1, signal })).counts,
    placeholderData: keepPreviousData,
    refetchInterval: rereadMs,
    enabled,
  }).data;

/** The words in which cases are worked on: queues, root causes and resolutions of the rules in force. */
export const useVocabulary = () => {
  const { data } = useQuery({
    queryKey: ['case-rules'],
    queryFn: ({ signal }) => askCases.rules(signal),
    staleTime: 300_000,
  });
  const rules = data?.rules;
  return {
    queues: Object.keys(rules?.queues ?? {}),
    rootCauses: rules?.rootCauses ?? [],
    resolutions: rules?.resolutions ?? [],
  };
};

/** Before anything that Hilo may know of. */
const always = '2000-01-01';

/** How many cases are in hand in each queue. */
export const useQueueCounts = (): ReadonlyMap<string, number> | undefined =>
  useQuery({
    queryKey: ['cases', 'queues'],
    queryFn: async ({ signal }) => {
      const answers = await askFigures({ queues: { metric: 'cases-open', from: always, groupBy: ['queue'] } }, signal);
      return new Map((answers.get('queues')?.rows ?? []).map(({ group, value }) => [group.queue ?? '', value ?? 0]));
    },
    refetchInterval: rereadMs,
  }).data;
