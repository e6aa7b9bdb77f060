import { Channel, Word } from '@hilo/contracts';
import { z } from 'zod';
import { countIn, inOrderOfCount, Spread, spreadOf, type TextCounts } from './counts.ts';
import type { PastOutcome } from './programme-run.ts';

const count = z.int().min(0);

export const ReasonCount = z.object({
  reason: z.string(),
  rule: z.string(),
  count,
});

const UndecidedCounts = z.array(
  z.object({ why: z.enum(['unknown-customer', 'unreadable-record', 'not-due-yet']), count }),
);

/** What a programme would have done. */
export const ProgrammeReport = z
  .object({
    programme: Word,
    version: z.int().optional(),
    candidates: count.describe('Interactions after which it would ask. All of them are asked, withheld or undecided.'),
    asked: z.object({
      count,
      byChannel: z.array(z.object({ channel: Channel, count })),
      atOnce: count.describe('When it was due.'),
      later: count.describe('Put off, and asked before the deadline.'),
      waits: Spread.optional().describe('How long after it was due, of those that were asked later.'),
      waitedFor: z.array(ReasonCount).describe('Why not at once.'),
      heardLate: count.describe(
        'Asked if all were heard of at once; in truth, these were heard of when it was too late.',
      ),
    }),
    withheld: z.object({
      count,
      by: z
        .array(ReasonCount.extend({ only: count.describe('Those of them that have no other reason.') }))
        .describe('By the first of its reasons, which is the one that an invitation shows.'),
    }),
    undecided: z.object({ count, by: UndecidedCounts }),
    days: z
      .array(z.object({ day: z.iso.date(), candidates: count, asked: count }))
      .describe('By when it happened, in UTC.'),
    really: z
      .object({ asked: count, withheld: count, pending: count, none: count })
      .optional()
      .describe('What really became of the same interactions in this programme.'),
  })
  .describe('What a programme would have done.');
export type ProgrammeReport = z.infer<typeof ProgrammeReport>;

const minuteMs = 60_000;

type Counted = {
  candidates: number;
  asked: number;
  withheld: number;
  undecided: number;
  later: number;
  heardLate: number;
  channels: TextCounts;
  waits: Map<number, number>;
  waitedFor: TextCounts;
  withheldBy: TextCounts;
  withheldByOnly: TextCounts;
  undecidedBy: TextCounts;
  days: Map<string, { candidates: number; asked: number }>;
};

/** TextCounts what becomes of the candidates of one programme. */
export const openProgrammeTally = () => {
  const counted: Counted = {
    ...{ candidates: 0, asked: 0, withheld: 0, undecided: 0, later: 0, heardLate: 0 },
    ...{ channels: new Map(), waits: new Map(), waitedFor: new Map() },
    ...{ withheldBy: new Map(), withheldByOnly: new Map(), undecidedBy: new Map(), days: new Map() },
  };
  return {
    note: (outcome: PastOutcome): void => {
      counted.candidates += 1;
      counted[outcome.state] += 1;
      const day = new Date(outcome.candidate.occurredAt).toISOString().slice(0, 10);
      const ofDay = counted.days.get(day) ?? { candidates: 0, asked: 0 };
      ofDay.candidates += 1;
      if (outcome.state === 'asked') ofDay.asked += 1;
      counted.days.set(day, ofDay);
      if (outcome.state === 'asked') noteAsked(counted, outcome);
      else if (outcome.state === 'withheld') noteWithheld(counted, outcome);
      else countIn(counted.undecidedBy, outcome.why);
    },
    report: (programme: { id: string; version?: number | undefined }): ProgrammeReport => reportOf(programme, counted),
  };
};

const noteAsked = (counted: Counted, outcome: Extract<PastOutcome, { state: 'asked' }>): void => {
  const { candidate, channel, waited, at } = outcome;
  countIn(counted.channels, channel);
  if (candidate.wasHeardLate) counted.heardLate += 1;
  if (at === candidate.dueAt) return;
  counted.later += 1;
  const minutes = Math.round((at - candidate.dueAt) / minuteMs);
  counted.waits.set(minutes, (counted.waits.get(minutes) ?? 0) + 1);
  if (waited !== undefined) countIn(counted.waitedFor, reasonText(waited));
};

const noteWithheld = (counted: Counted, { reasons }: Extract<PastOutcome, { state: 'withheld' }>): void => {
  const [first] = reasons;
  if (first === undefined) return;
  countIn(counted.withheldBy, reasonText(first));
  if (reasons.length === 1) countIn(counted.withheldByOnly, reasonText(first));
};

const reportOf = ({ id, version }: { id: string; version?: number | undefined }, counted: Counted): ProgrammeReport => {
  const { candidates, asked, withheld, undecided, later, heardLate } = counted;
  const waits = spreadOf(counted.waits);
  return {
    programme: id,
    ...(version !== undefined && { version }),
    candidates,
    asked: {
      count: asked,
      byChannel: inOrderOfCount(counted.channels).map(([channel, times]) => ({
        channel: Channel.catch('other').parse(channel),
        count: times,
      })),
      atOnce: asked - later,
      later,
      ...(waits && { waits }),
      waitedFor: inOrderOfCount(counted.waitedFor).map(reasonCountOf),
      heardLate,
    },
    withheld: {
      count: withheld,
      by: inOrderOfCount(counted.withheldBy).map(([text, times]) => ({
        ...reasonCountOf([text, times]),
        only: counted.withheldByOnly.get(text) ?? 0,
      })),
    },
    undecided: {
      count: undecided,
      by: UndecidedCounts.parse(inOrderOfCount(counted.undecidedBy).map(([why, times]) => ({ why, count: times }))),
    },
    days: [...counted.days]
      .map(([day, ofDay]) => ({ day, ...ofDay }))
      .toSorted((one, other) => one.day.localeCompare(other.day)),
  };
};

/** A reason with its rule as one text; neither has a space. */
export const reasonText = ({ reason, rule }: { reason: string; rule: string }): string => `${reason} ${rule}`;

export const reasonCountOf = ([text, times]: [string, number]): z.infer<typeof ReasonCount> => {
  const [reason = '', rule = ''] = text.split(' ');
  return { reason, rule, count: times };
};
