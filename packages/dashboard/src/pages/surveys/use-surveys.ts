import { useQuery } from '@tanstack/react-query';
import type { Answer, Row } from '../../api/figures.ts';
import { askSurveys } from '../../api/surveys.ts';
import { wholeDaysOf } from '../../filters/filters.ts';
import { todayIn, zoneOfFigures } from '../../filters/today.ts';
import { useFilters } from '../../filters/use-filters.ts';
import { useSession } from '../../session/session.ts';

/** How often what goes on by itself is asked again. */
const oftenMs = 30_000;

export type CountsOfDays = Awaited<ReturnType<typeof askSurveys.counts>>;

/** What came of asking in the days that the address names: as it was decided, and how soon and with which answer. */
export const useAskedDays = () => {
  const { shown } = useFilters();
  const days = wholeDaysOf(shown, todayIn(zoneOfFigures()));
  const counts = useQuery({
    queryKey: ['surveys', 'counts', days],
    queryFn: ({ signal }) => askSurveys.counts({ ...days, signal }),
    refetchInterval: oftenMs,
  });
  const figures = useQuery({
    queryKey: ['surveys', 'figures', days],
    queryFn: ({ signal }) => askSurveys.figures({ ...days, signal }),
    refetchInterval: oftenMs,
  });
  return { counts, figures };
};

/** Whether who is signed in may change programmes. */
export const useMayChange = (): boolean => {
  const { data: session } = useSession();
  return !session || session.scopes.some((scope) => scope === '*' || scope === 'programmes:write');
};

/** Of a figure that is grouped by programme, that of one of them, or of all. */
export const rowOf = (answer: Answer | undefined, programme: string | undefined): Row | undefined =>
  programme === undefined ? answer?.total : answer?.rows.find(({ group }) => group.programme === programme);

/** A number among those of which a figure is made. */
export const numberIn = (row: Row | undefined, name: string): number => {
  const found = row?.[name];
  return typeof found === 'number' ? found : 0;
};

/** Within which time half of them were asked, and nine of ten, in minutes. */
export const minutesIn = (row: Row | undefined): { p50: number; p90: number } | undefined => {
  const found = row?.toInvitation;
  if (typeof found !== 'object' || found === null || !('minutes' in found)) return undefined;
  const { minutes } = found;
  if (typeof minutes !== 'object' || minutes === null || !('p50' in minutes) || !('p90' in minutes)) return undefined;
  const { p50, p90 } = minutes;
  return typeof p50 === 'number' && typeof p90 === 'number' ? { p50, p90 } : undefined;
};
