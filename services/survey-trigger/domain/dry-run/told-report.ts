import { Word } from '@hilo/contracts';
import { z } from 'zod';
import type { Programme } from '../programme.ts';
import { templateIdOf } from '../templates/as-programme.ts';
import type { PastOutcome } from './programme-run.ts';

const count = z.int().min(0);

export const ToldReport = z
  .object({
    template: Word,
    told: count,
    later: count.describe('Of those that were told: not at once, since it was no hour for it, or too much of late.'),
    withheld: count,
    undecided: count.describe('Nobody knows the customer, or it is not due by now.'),
    reasons: z
      .array(z.object({ reason: z.string(), rule: z.string(), count }))
      .describe('Of those that were withheld, by the first of their reasons, the most frequent first.'),
  })
  .describe(
    'What would have been told to those to whom it would have been reacted, by the contact policy in force and what was known then.',
  );
export type ToldReport = z.infer<typeof ToldReport>;

/** Counts by rule what became of messages. */
export const openToldTally = (templates: ReadonlyMap<string, Programme>) => {
  const reports = new Map(
    [...templates].map(([rule, { id }]) => {
      const none = { template: templateIdOf(id), told: 0, later: 0, withheld: 0, undecided: 0 };
      return [rule, { ...none, reasons: new Map<string, { reason: string; rule: string; count: number }>() }];
    }),
  );
  return {
    note: (outcome: PastOutcome): void => {
      const report = reports.get(outcome.candidate.circumstances.message?.rule ?? '');
      if (report === undefined) return;
      if (outcome.state === 'undecided') report.undecided += 1;
      else if (outcome.state === 'asked') {
        report.told += 1;
        if (outcome.waited !== undefined) report.later += 1;
      } else {
        report.withheld += 1;
        const [first] = outcome.reasons;
        if (first === undefined) return;
        const { reason, rule } = first;
        const before = report.reasons.get(`${reason} ${rule}`)?.count ?? 0;
        report.reasons.set(`${reason} ${rule}`, { reason, rule, count: before + 1 });
      }
    },
    reports: (): ReadonlyMap<string, ToldReport> =>
      new Map(
        [...reports].map(([rule, { reasons, ...report }]) => [
          rule,
          { ...report, reasons: [...reasons.values()].toSorted((one, other) => other.count - one.count) },
        ]),
      ),
  };
};
