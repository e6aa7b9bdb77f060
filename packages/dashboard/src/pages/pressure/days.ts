import type { ContactCounts } from '../../api/pressure.ts';
import type { Point } from '../../charts/line.ts';
import { daysLater } from './shown.ts';

type Counted = 'contacts' | 'refused' | 'wrongPerson';

/** A count day by day, as a line: a day of which the answer says nothing had none. Today is not over. */
export const lineOf = ({ from, to, days }: ContactCounts, counted: Counted, today: string): Point[] => {
  const counts = new Map(days.map((one) => [one.day, one[counted]]));
  const points: Point[] = [];
  for (let day = from; day <= to; day = daysLater(day, 1))
    points.push({ value: counts.get(day) ?? 0, low: null, high: null, running: day === today });
  return points;
};
