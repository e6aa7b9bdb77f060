/** What happened before is filed together: a date that somebody made up makes no month of its own. */
const firstMonth = '2015-01-01';
export const older = '-infinity';

/** In which partition an interaction of this instant is: the first day of its month in UTC. */
export const filedOf = (occurredAt: string): string => {
  const month = `${occurredAt.slice(0, 7)}-01`;
  return month < firstMonth || !/^\d{4}-/.test(month) ? older : month;
};

/** The first of so many whole months before the one of this instant, in UTC. */
export const firstMonthKept = (now: number, months: number): string => {
  const at = new Date(now);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months)).toISOString().slice(0, 10);
};
