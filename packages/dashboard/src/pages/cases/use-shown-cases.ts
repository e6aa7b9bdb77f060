import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type CasesShown, casesShownIn } from './shown.ts';

/** What is not said is kept from page to page: what is to go has to be named. */
const nothing: CasesShown = { cases: undefined, queue: undefined, severity: undefined };

/** Which cases the address is about, and how to look at others: what is given replaces what was. */
export const useShownCases = (): { shown: CasesShown; show(next: CasesShown): void } => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = useCallback(
    (next: CasesShown) => {
      void navigate({ to: '.', search: { ...nothing, ...casesShownIn({ ...next }) }, replace: true });
    },
    [navigate],
  );
  return { shown: casesShownIn(search), show };
};
