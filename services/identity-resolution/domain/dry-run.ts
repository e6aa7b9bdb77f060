import { CustomerId, Identifier } from '@hilo/contracts';
import { z } from 'zod';

const count = z.int().min(0);

/** What other rules would do. The identifiers are told by `Named`: kept by their ids, answered as they are known now. */
const reportWith = <Named extends z.ZodType>(named: Named) => {
  const some = z.array(named).describe('The oldest of them, at most 10.');
  const identifiers = z.object({ count, samples: z.array(named) });
  return z.object({
    interactions: count.describe('Those that were looked at.'),
    namingNobody: count.describe('Interactions of which no identifier would say anything any more.'),
    customersBefore: count,
    customersAfter: count,
    ambiguousBefore: count.describe('Shared identifiers, each a record by itself.'),
    ambiguousAfter: count,
    merges: z
      .object({
        count,
        customers: count.describe('How many customers of today are in them.'),
        samples: z.array(z.object({ customers: z.array(z.object({ customer: CustomerId, identifiers: some })) })),
      })
      .describe('Groups of customers of today who would become one.'),
    splits: z
      .object({ count, samples: z.array(z.object({ customer: CustomerId, parts: z.array(some) })) })
      .describe('Customers of today who would become several.'),
    newlyShared: identifiers.describe('Identifiers that would link no further, since too many use them.'),
    noLongerShared: identifiers,
    dropped: identifiers.describe('Identifiers that would say nothing any more.'),
    largestBefore: z.array(z.object({ customer: CustomerId, size: count, identifiers: some })),
    largestAfter: z.array(z.object({ size: count, identifiers: some })),
  });
};

/** A report as it is kept: whoever is erased later is not in it. */
export const KeptReport = reportWith(z.uuid());
export type KeptReport = z.infer<typeof KeptReport>;

/** A report as it is answered. */
export const Report = reportWith(Identifier);
export type Report = z.infer<typeof Report>;

/** Every identifier that a report tells of. */
export const idsIn = (report: KeptReport): string[] => [
  ...report.merges.samples.flatMap(({ customers }) => customers.flatMap(({ identifiers }) => identifiers)),
  ...report.splits.samples.flatMap(({ parts }) => parts.flat()),
  ...report.newlyShared.samples,
  ...report.noLongerShared.samples,
  ...report.dropped.samples,
  ...report.largestBefore.flatMap(({ identifiers }) => identifiers),
  ...report.largestAfter.flatMap(({ identifiers }) => identifiers),
];

/** The report with identifiers in the place of their ids; those that are not known any more are left out. */
export const withNames = (report: KeptReport, named: ReadonlyMap<string, Identifier>): Report => {
  const names = (ids: readonly string[]): Identifier[] => ids.flatMap((id) => named.get(id) ?? []);
  const held = <Held extends { identifiers: string[] }>(one: Held) => ({ ...one, identifiers: names(one.identifiers) });
  const sampled = ({ count, samples }: { count: number; samples: string[] }) => ({ count, samples: names(samples) });
  return {
    ...report,
    merges: {
      ...report.merges,
      samples: report.merges.samples.map(({ customers }) => ({ customers: customers.map(held) })),
    },
    splits: {
      ...report.splits,
      samples: report.splits.samples.map(({ customer, parts }) => ({ customer, parts: parts.map(names) })),
    },
    newlyShared: sampled(report.newlyShared),
    noLongerShared: sampled(report.noLongerShared),
    dropped: sampled(report.dropped),
    largestBefore: report.largestBefore.map(held),
    largestAfter: report.largestAfter.map(held),
  };
};
