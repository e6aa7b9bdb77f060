import type { CaseQuery, Severity } from '../../api/cases.ts';

/** Which cases are looked at, by name. */
export const views = ['hand', 'overdue', 'mine', 'unassigned', 'waiting', 'resolved'] as const;
export type View = (typeof views)[number];

export const severities = ['urgent', 'high', 'normal', 'low'] as const;

/** What is looked at, as the address has it; what says nothing is not in it. */
export type CasesShown = { cases?: View | undefined; queue?: string | undefined; severity?: Severity | undefined };

/** Of what an address says, what cases can be listed by; what nobody understands is left out. */
export const casesShownIn = (search: Readonly<Record<string, unknown>>): CasesShown => {
  const view = views.find((one) => one === search.cases);
  const severity = severities.find((one) => one === search.severity);
  const { queue } = search;
  return {
    ...(view && view !== 'hand' && { cases: view }),
    ...(typeof queue === 'string' && queue !== '' && { queue }),
    ...(severity && { severity }),
  };
};

/** As the API is asked for them; without somebody who is signed in, nobody's are mine. */
export const askedCases = ({ cases = 'hand', ...shown }: CasesShown, me: string | undefined): CaseQuery => {
  const asked: Readonly<Record<View, CaseQuery>> = {
    hand: { state: 'active' },
    overdue: { state: 'active', overdue: 'true' },
    mine: { state: 'active', owner: me ?? '' },
    unassigned: { state: 'active', unassigned: 'true' },
    waiting: { state: 'waiting' },
    resolved: { state: 'resolved' },
  };
  return { ...asked[cases], ...filtersOf(shown) };
};

/** By what every view is filtered. */
export const filtersOf = ({ queue, severity }: CasesShown): CaseQuery => ({
  ...(queue !== undefined && { queue }),
  ...(severity && { severity }),
});
