import type { Answer, Question } from '../../../api/figures.ts';
import { askedFilters, daysOf, type Shown } from '../../../filters/filters.ts';
import type { Part } from './shown.ts';

/** What is asked of all cases, and what of each part of them. */
type Asked =
  | 'opened'
  | 'overdue'
  | 'contact'
  | 'resolution'
  | 'reopened'
  | 'recovery'
  | 'openedBy'
  | 'resolutionBy'
  | 'reopenedBy'
  | 'recoveryBy';
export type Answers = ReadonlyMap<Asked, Answer>;

/** All that this part of the page asks, as one request: of the cases that were opened in that time. */
export const recoveryQuestions = (shown: Shown, today: string, by: Part): Readonly<Record<Asked, Question>> => {
  const asked = { ...daysOf(shown, today), filters: askedFilters(shown) };
  const compare = shown.compare === 'none' ? {} : { compare: 'previous-period' as const };
  const grouped = { ...asked, groupBy: [by], limit: 1000 };
  return {
    opened: { metric: 'cases', ...asked, ...compare },
    overdue: { metric: 'cases-overdue', ...asked },
    contact: { metric: 'first-contact', ...asked },
    resolution: { metric: 'resolution-time', ...asked },
    reopened: { metric: 'reopened', ...asked, ...compare },
    recovery: { metric: 'recovery', ...asked },
    openedBy: { metric: 'cases', ...grouped },
    resolutionBy: { metric: 'resolution-time', ...grouped },
    reopenedBy: { metric: 'reopened', ...grouped },
    recoveryBy: { metric: 'recovery', ...grouped },
  };
};
