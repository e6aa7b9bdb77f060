import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type Shown, shownIn } from './filters.ts';

/** What is not said is kept from page to page: what is to go has to be named. */
const nothing: Shown = {
  range: undefined,
  from: undefined,
  to: undefined,
  compare: undefined,
  channel: undefined,
  touchpoint: undefined,
  segment: undefined,
  voice: undefined,
};

/** What the address filters by, and how to filter by something else: what is given replaces what was. */
export const useFilters = (): { shown: Shown; show(next: Shown): void } => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const show = useCallback(
    (next: Shown) => {
      void navigate({ to: '.', search: { ...nothing, ...shownIn({ ...next }) }, replace: true });
    },
    [navigate],
  );
  return { shown: shownIn(search), show };
};
