import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { askPressure } from '../../api/pressure.ts';
import { wholeDaysOf } from '../../filters/filters.ts';
import { useFilters } from '../../filters/use-filters.ts';
import { useSession } from '../../session/session.ts';
import { type PressureShown, pressureShownIn } from './shown.ts';

/** How often what goes on by itself is asked again. */
const oftenMs = 30_000;

/** What is not said is kept from page to page: what is to go has to be named. */
const nothing: PressureShown = {
  ...{ split: undefined, place: undefined, on: undefined, class: undefined, week: undefined },
};

/** What the address shows of this page, and how to show something else: what is given replaces what was. */
export const useShownPressure = (): { shown: PressureShown; show(next: PressureShown): void } => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = useCallback(
    (next: PressureShown) => {
      void navigate({ to: '.', search: { ...nothing, ...pressureShownIn({ ...next }) }, replace: true });
    },
    [navigate],
  );
  return { shown: pressureShownIn(search), show };
};

/** Today, as the ledger of contacts counts days. */
export const todayOfLedger = (): string => new Date().toISOString().slice(0, 10);

/** Contacts of the days that the address names. */
export const useContactCounts = () => {
  const { shown } = useFilters();
  const days = wholeDaysOf(shown, todayOfLedger());
  return useQuery({
    queryKey: ['pressure', 'counts', days],
    queryFn: ({ signal }) => askPressure.counts({ ...days, signal }),
    refetchInterval: oftenMs,
  });
};

/** The policy in force. */
export const usePolicy = () => useQuery({ queryKey: ['pressure', 'policy'], queryFn: askPressure.policy });

/** The rules that are shipped: they change with the release alone. */
export const usePacks = () =>
  useQuery({ queryKey: ['pressure', 'packs'], queryFn: askPressure.packs, staleTime: Number.POSITIVE_INFINITY });

/** Whether who is signed in may change the policy. */
export const useMayChange = (): boolean => {
  const { data: session } = useSession();
  return !session || session.scopes.some((scope) => scope === '*' || scope === 'policy:write');
};
