import type { Pool } from 'pg';
import { z } from 'zod';
import type { AboutPeople } from '../columns/about-people.ts';
import { journeyNumbers, type NamedBreakdown } from '../columns/asked-numbers.ts';
import type { RepeatsQuestion } from '../columns/repeats.ts';
import type { RepeatsAsked } from '../domain/journey-question.ts';
import { lengthInWords } from '../domain/length-words.ts';
import { head, type JourneyAsking, journeyHead, namesOfGroups, ShareWithin, shareWithin } from './journey-answer.ts';
import { peopleAsked } from './journey-people.ts';

const Counts = {
  contacts: z.int(),
  repeated: z.int(),
  open: z.int().describe('Not followed by another one yet, and the window is not over: in no rate.'),
};

export const RepeatsAnswer = z.object({
  metric: z.literal('repeats'),
  ...head,
  rules: z.object({ contact: z.string(), repeated: z.string() }),
  rows: z.array(z.object({ group: z.record(z.string(), z.string()), ...ShareWithin.shape, ...Counts })),
  customers: z
    .object({ contacts: z.int(), repeated: z.int(), open: z.int() })
    .describe('How many customers had at least one.'),
});
export type RepeatsAnswer = z.infer<typeof RepeatsAnswer>;

/** Answers who has to make contact again: the share of contacts that were repeated; the others were settled at once. */
export const answerRepeats = async (pool: Pool, asking: JourneyAsking, asked: RepeatsAsked): Promise<RepeatsAnswer> => {
  const { repeats, named, about } = await repeatsQuestion(pool, asking, asked);
  const { answer, names, rebuilding } = await asking.ask<'repeats'>({ kind: 'repeats', repeats }, about);
  const { groups, customers } = answer;
  const nameOf = await namesOfGroups(
    named,
    groups.map(({ group }) => group),
    names,
  );
  return {
    metric: 'repeats',
    ...journeyHead(asking, { rebuilding }),
    unit: 'contacts whose window is over',
    additive: true,
    rules: {
      contact: `interactions with no more than ${lengthInWords(asked.episode)} between them are one contact, of the group of the first`,
      repeated: `another contact followed, no later than ${lengthInWords(asked.window)} after its end, also after the range`,
    },
    rows: groups
      .toSorted((a, b) => b.n - a.n || a.group - b.group)
      .map(({ group, n, repeated, open }) => ({
        group: nameOf(group),
        ...shareWithin(repeated, n - open),
        contacts: n,
        repeated,
        open,
      })),
    customers: { contacts: customers.n, repeated: customers.repeated, open: customers.open },
  };
};

const repeatsQuestion = async (
  pool: Pool,
  { properties, range, asOf }: JourneyAsking,
  { contact, episode, window, breakdown, filters }: RepeatsAsked,
): Promise<{ repeats: RepeatsQuestion; named: NamedBreakdown | undefined; about: AboutPeople }> => {
  const numbers = await journeyNumbers(pool, properties, [contact, filters]);
  const named = numbers.breakdownOf(breakdown, ['breakdown']);
  const repeats = {
    from: Date.parse(range.from),
    to: Date.parse(range.to),
    now: asOf,
    contact: numbers.selectionOf(contact, ['contact']),
    filter: numbers.selectionOf(filters, ['filters']),
    episode,
    window: Math.max(window, episode),
    breakdown: named?.breakdown,
  };
  return { repeats, named, about: await peopleAsked(pool, { asOf }, { filters, breakdown }) };
};

/** Whose list is asked for: who had such a contact. */
export const RepeatsListed = z.strictObject({ had: z.enum(['contacts', 'repeated', 'open']).default('repeated') });

/** The numbers of the customers behind a figure of repeated contacts. */
export const listRepeats = async (
  pool: Pool,
  asking: JourneyAsking,
  {
    asked,
    listed,
    ...page
  }: { asked: RepeatsAsked; listed: z.infer<typeof RepeatsListed>; after: number; limit: number },
): Promise<number[]> => {
  const { repeats, about } = await repeatsQuestion(pool, asking, asked);
  const had = listed.had === 'contacts' ? ('n' as const) : listed.had;
  const { answer } = await asking.ask<'repeats-customers'>({ kind: 'repeats-customers', repeats, had, ...page }, about);
  return answer.customers;
};
