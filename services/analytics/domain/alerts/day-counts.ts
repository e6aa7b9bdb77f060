/**
 * What a series has on one day of the time zone: how many answers (or interactions), the sum of their values and that of the squares. Of
 * an NPS a promoter is worth 1, a detractor −1; of a share each hit is worth 1.
 */
export type DayCounts = {
  /** In days since 1970. */
  day: number;
  n: number;
  sum: number;
  squares: number;
};

export const daysInWeek = 7;
/** The same for the same day of the week. */
export const weekdayOf = (day: number): number => ((day % daysInWeek) + daysInWeek) % daysInWeek;

export const emptyDay = (day: number): DayCounts => ({ day, n: 0, sum: 0, squares: 0 });

/** Several days as one. */
export const sumOfDays = (days: readonly DayCounts[]): Omit<DayCounts, 'day'> =>
  days.reduce((all, { n, sum, squares }) => ({ n: all.n + n, sum: all.sum + sum, squares: all.squares + squares }), {
    n: 0,
    sum: 0,
    squares: 0,
  });
