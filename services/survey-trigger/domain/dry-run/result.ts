import { Timestamp } from '@hilo/contracts';
import { z } from 'zod';
import { PolicyReport } from './policy-report.ts';
import { ProgrammeReport } from './programme-report.ts';

const count = z.int().min(0);

/** What cannot be known of then, and is taken as it is today, or is left out. */
export const Caveat = z.object({
  caveat: z.string(),
  count: count.optional().describe('How many it concerns, where that is known.'),
  message: z.string(),
});
export type Caveat = z.infer<typeof Caveat>;

export const History = z.object({
  interactions: count.optional().describe('Read of the log, after whatever they would ask.'),
  from: Timestamp.optional().describe('When the first of what was judged happened.'),
  to: Timestamp.optional().describe('When the last of it happened.'),
  asOf: Timestamp.describe('Up to when something was known: what would have been decided later is undecided.'),
});
export type History = z.infer<typeof History>;

export const ProgrammeResult = z.object({
  history: History.extend({ source: z.enum(['log', 'invitations']), heardOf: z.enum(['at-once', 'when-received']) }),
  policy: z.int().optional().describe('The version by which it was decided; absent where one was proposed.'),
  programmes: z.array(ProgrammeReport),
  caveats: z.array(Caveat),
});
export type ProgrammeResult = z.infer<typeof ProgrammeResult>;

export const PolicyResult = z.object({
  history: History,
  policy: z
    .object({ inForce: z.int(), proposed: z.int().optional() })
    .describe('The versions; none, of a proposed one.'),
  ...PolicyReport.shape,
  caveats: z.array(Caveat),
});
export type PolicyResult = z.infer<typeof PolicyResult>;

const always: readonly Caveat[] = [
  {
    caveat: 'record-of-today',
    message:
      'Who is who, where somebody lives, her preferences and whether she is ambiguous are those of the record of today; identifiers count from when they were first seen.',
  },
  {
    caveat: 'registers-of-today',
    message: 'Opt-out registers are asked as they are today.',
  },
  {
    caveat: 'brakes-as-they-were',
    message:
      'Refusals, bounces and wrong persons count as they really were, whether or not the contact would have been made by which they were learnt.',
  },
];

/** Each customer is tried alone, in the order of time. */
export const turnsCaveat: Caveat = {
  caveat: 'turns-not-tried',
  message:
    'Quotas are not counted, and where several programmes would ask one customer, the one asks that is due first: none waits for a rarer or more important one.',
};

/** What is to be said beside the figures. Nothing is said of what concerns nobody. */
export const caveatsOf = (counted: readonly Caveat[]): Caveat[] => [
  ...counted.filter(({ count: times }) => times === undefined || times > 0),
  ...always,
];

/** When the first and the last of these happened. */
export const spanOf = (past: readonly { occurredAt: number }[], asOf: number): History => {
  const times = past.reduce(
    ({ first, last }, { occurredAt }) => ({ first: Math.min(first, occurredAt), last: Math.max(last, occurredAt) }),
    { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
  );
  const text = (at: number): string => new Date(at).toISOString();
  return { ...(past.length > 0 && { from: text(times.first), to: text(times.last) }), asOf: text(asOf) };
};
