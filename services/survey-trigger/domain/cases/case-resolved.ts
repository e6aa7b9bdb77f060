import type { Case } from './case.ts';

/** As what it stands on the thread that a case was resolved. */
export const caseResolved = 'case_resolved';

/** The id of that, by which the customer can be asked about it: one for each time that it was resolved. */
export const followUpId = ({ id, reopened }: Pick<Case, 'id' | 'reopened'>): string =>
  `${caseResolved}:${id}:${reopened}`;
