import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { listSteps, type Step } from '../../api/journeys.ts';
import { askedFilters, daysOf } from '../../filters/filters.ts';
import { todayIn, zoneOfFigures } from '../../filters/today.ts';
import { useFilters } from '../../filters/use-filters.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { type JourneysShown, journeysShownIn, stepOf } from './shown.ts';

/** What is not said is kept from page to page: what is to go has to be named. */
const nothing: JourneysShown = {
  journeys: undefined,
  step: undefined,
  window: undefined,
  anchor: undefined,
  direction: undefined,
  interval: undefined,
  score: undefined,
};

/** What the address asks about journeys, and how to ask something else: what is given replaces what was. */
export const useJourneys = (): { shown: JourneysShown; show(next: JourneysShown): void } => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = useCallback(
    (next: JourneysShown) => {
      void navigate({ to: '.', search: { ...nothing, ...journeysShownIn({ ...next }) }, replace: true });
    },
    [navigate],
  );
  return { shown: journeysShownIn(search), show };
};

/** The days and the filters of every question, as the filters of the page say. */
export const useRange = () => {
  const { shown } = useFilters();
  return { ...daysOf(shown, todayIn(zoneOfFigures())), filters: askedFilters(shown) };
};

/** The steps that there are to choose from, the most frequent ones first. */
export const useSteps = () =>
  useQuery({
    queryKey: ['journeys', 'steps'],
    queryFn: ({ signal }) => listSteps({ signal }),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });

/** How a step is called: where, what, and on which channel. */
export const useStepName = (): ((step: Step | string) => string) => {
  const { words } = useLanguage();
  const channels: Readonly<Record<string, string>> = words.channels;
  return (step) => {
    const { channel, touchpoint, kind } = typeof step === 'string' ? stepOf(step) : step;
    return [touchpoint, kind, channels[channel] ?? channel].filter((part) => part !== '').join(' · ');
  };
};
