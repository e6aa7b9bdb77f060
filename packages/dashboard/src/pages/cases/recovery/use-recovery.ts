import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { askFigures } from '../../../api/figures.ts';
import { rememberZone, todayIn, zoneOfFigures } from '../../../filters/today.ts';
import { useFilters } from '../../../filters/use-filters.ts';
import { recoveryQuestions } from './questions.ts';
import { type Part, recoveryShownIn } from './shown.ts';

/** By what the address tells cases apart, and how to tell them apart by something else. */
export const usePart = (): { by: Part; choose(by: Part): void } => {
  const { by = 'cause' } = recoveryShownIn(useSearch({ strict: false }));
  const navigate = useNavigate();
  const choose = (next: Part) =>
    void navigate({ to: '.', search: { by: undefined, ...recoveryShownIn({ by: next }) }, replace: true });
  return { by, choose };
};

/** What closing the loop achieved, as one answer. */
export const useRecovery = (by: Part) => {
  const { shown } = useFilters();
  const questions = recoveryQuestions(shown, todayIn(zoneOfFigures()), by);
  return useQuery({
    queryKey: ['figures', 'recovery', questions],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answers = await askFigures(questions, signal);
      rememberZone(answers.get('opened')?.timeZone ?? zoneOfFigures());
      return { by, answers, asOf: answers.get('opened')?.asOf };
    },
  });
};
