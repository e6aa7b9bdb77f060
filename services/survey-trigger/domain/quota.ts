import { z } from 'zod';
import { isZone } from './time/is-zone.ts';

/** How many are asked at most, in a period of the calendar or ever. */
export const Quota = z
  .strictObject({
    max: z.int().min(1).max(10_000_000),
    per: z
      .enum(['day', 'week', 'month', 'programme'])
      .describe(
        'A day, a week (from Monday on) or a month of the calendar; or all of the programme, whatever its version.',
      ),
    of: z
      .enum(['invited'])
      .default('invited')
      .describe('What is counted: who was asked, whether or not there is an answer.'),
    zone: z
      .string()
      .refine(isZone, 'is no time zone, such as Europe/Madrid or UTC')
      .optional()
      .describe('In which time zone days begin; it is the calendar of the company, and not of who is asked.'),
  })
  .refine(({ per, zone }) => (per === 'programme') === (zone === undefined), {
    path: ['zone'],
    message: 'is to be said of a day, a week or a month, and of nothing else',
  });
export type Quota = z.infer<typeof Quota>;

/** Times are in milliseconds since the epoch; of all of a programme there is no end. */
export type QuotaPeriod = { name: string; from: number; until: number | undefined };

/** The period of a quota in which this moment is. */
export const periodOf = ({ per, zone }: Pick<Quota, 'per' | 'zone'>, now: number): QuotaPeriod => {
  if (per === 'programme' || zone === undefined) return { name: 'programme', from: 0, until: undefined };
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay();
  const first = {
    day: () => today,
    week: () => today.subtract({ days: today.dayOfWeek - 1 }).startOfDay(),
    month: () => today.with({ day: 1 }).startOfDay(),
  }[per]();
  // A day begins at midnight, or an hour later where clocks go forward then.
  const next = first.add({ [`${per}s`]: 1 }).startOfDay();
  const name = `${per} ${first.toPlainDate().toString()} ${zone}`;
  return { name, from: first.epochMilliseconds, until: next.epochMilliseconds };
};
