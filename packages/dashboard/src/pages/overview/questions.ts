import type { Answer, Question } from '../../api/figures.ts';
import { askedFilters, daysOf, intervalOf, type Shown } from '../../filters/filters.ts';

/** The tiles, in their order; each is the figure of the same name, but the open cases, of which the line is of cases as they came. */
export const tiles = ['nps', 'csat', 'ces', 'response-rate', 'immediacy', 'cases', 'pressure', 'volume'] as const;
export type Tile = (typeof tiles)[number];

export const causes = ['npsBy', 'csatBy', 'complaintsBy', 'topics'] as const;
export type Cause = (typeof causes)[number];

export type Asked = Tile | Cause | 'openCases' | 'overdueCases' | 'gap';
export type Questions = Readonly<Record<Asked, Question>>;
export type Answers = ReadonlyMap<Asked, Answer>;

/** Before anything that Hilo may know of. */
const always = '2000-01-01';

/** All that the page asks, as one request. */
export const questionsOf = (shown: Shown, today: string): Questions => {
  const days = daysOf(shown, today);
  const filters = askedFilters(shown);
  const compare = shown.compare === 'none' ? {} : { compare: 'previous-period' as const };
  const line = { ...days, filters, interval: intervalOf(shown, today) };
  const byTouchpoint = { ...days, filters, ...compare, groupBy: ['touchpoint'], limit: 1000 };
  const backlog = { from: always, filters, ...(days.to !== undefined && { to: days.to }) };
  return {
    nps: { metric: 'nps', ...line, ...compare },
    csat: { metric: 'csat', ...line, ...compare },
    ces: { metric: 'ces', ...line, ...compare },
    'response-rate': { metric: 'response-rate', ...line, ...compare },
    immediacy: { metric: 'immediacy', ...line, ...compare },
    volume: { metric: 'volume', ...line, ...compare },
    cases: { metric: 'cases', ...line, ...compare },
    openCases: { metric: 'cases-open', ...backlog },
    overdueCases: { metric: 'cases-overdue', ...backlog },
    pressure: { metric: 'pressure', ...line, interval: 'week' },
    gap: { metric: 'gap', ...days, filters, groupBy: ['touchpoint'] },
    npsBy: { metric: 'nps', ...byTouchpoint },
    csatBy: { metric: 'csat', ...byTouchpoint },
    complaintsBy: { metric: 'complaints', ...byTouchpoint },
    topics: {
      metric: 'verbatims',
      ...days,
      ...compare,
      groupBy: ['topic'],
      filters: { ...filters, sentiment: ['negative'] },
    },
  };
};
